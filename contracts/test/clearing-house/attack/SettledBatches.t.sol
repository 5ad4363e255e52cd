// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ClearingHouse } from "../../../src/clearing-house/ClearingHouse.sol";
import { Fees } from "../../../src/clearing-house/Fees.sol";
import { IClearingHouse } from "../../../src/clearing-house/IClearingHouse.sol";
import { IClearingHouseEvents } from "../../../src/clearing-house/IClearingHouseEvents.sol";
import { ClearingHouseFixture } from "../ClearingHouseFixture.sol";
import { HostileToken } from "./HostileToken.sol";

/// @notice Batches that TypeScript made, signed and encoded (scripts/contracts/settled-batches.ts) are
/// settled, and leave to the quantum what its own arithmetic expects.
contract SettledBatchesTest is ClearingHouseFixture {
    uint256 private constant ASSETS = 4;
    string private constant FILE = "contracts/test/clearing-house/vectors/settled-batches.json";

    string private json;
    address[] private accounts;

    function setUp() public override {
        super.setUp();
        json = vm.readFile(FILE);
        accounts = vm.parseJsonAddressArray(json, ".accounts");
        vm.chainId(vm.parseJsonUint(json, ".chainId"));
        address[] memory addresses = vm.parseJsonAddressArray(json, ".tokens");
        IClearingHouse.Config memory config = _config();
        config.feeAccount = accounts[accounts.length - 1];
        config.wlux = addresses[WLUX];
        bytes memory code = address(new HostileToken()).code;
        for (uint256 asset = 0; asset < ASSETS; ++asset) {
            vm.etch(addresses[asset], code);
            config.assets[asset].token = addresses[asset];
            tokens[asset] = addresses[asset];
        }
        address where = vm.parseJsonAddress(json, ".verifyingContract");
        _createAt(where, config);
        house = IClearingHouse(where);
        _pay();
        IClearingHouse.AgentApproval memory approval = abi.decode(
            vm.parseJsonType(
                json,
                ".approval",
                "AgentApproval(address account,address agent,uint32 expiry,uint64 markets,uint128 maxNotional,uint48 nonce)"
            ),
            (IClearingHouse.AgentApproval)
        );
        house.approveAgent(approval, vm.parseJsonBytes(json, ".approval.signature"));
    }

    /// Its constructor runs at the address, as CREATE3 will have it.
    function _createAt(address where, IClearingHouse.Config memory config) private {
        vm.etch(where, abi.encodePacked(type(ClearingHouse).creationCode, abi.encode(config)));
        (bool created, bytes memory code) = where.call("");
        assertTrue(created);
        vm.etch(where, code);
    }

    function _pay() private {
        uint256[] memory deposits = vm.parseJsonUintArray(json, ".deposits");
        for (uint256 i = 0; i < deposits.length; ++i) {
            if (deposits[i] == 0) continue;
            (address account, uint256 asset) = (accounts[i / ASSETS], i % ASSETS);
            uint256 amount = deposits[i] * 10 ** house.assetAt(asset).unitExponent;
            HostileToken token = HostileToken(tokens[asset]);
            token.mint(account, amount);
            vm.startPrank(account);
            token.approve(address(house), amount);
            house.deposit(address(token), amount);
            vm.stopPrank();
        }
    }

    function test_typeScriptsBatchesLeaveWhatItExpects() public {
        bytes[] memory batches = vm.parseJsonBytesArray(json, ".batches");
        bytes[] memory carried = vm.parseJsonBytesArray(json, ".unsigned");
        uint256[] memory expected = vm.parseJsonUintArray(json, ".balances");
        uint256 next = 0;
        for (uint256 i = 0; i < batches.length; ++i) {
            vm.expectEmit(address(house));
            emit IClearingHouseEvents.Settled(uint48(i + 1), carried[i]);
            vm.prank(OPERATOR);
            house.settle(batches[i]);
            for (uint256 j = 0; j < accounts.length * ASSETS; ++j) {
                assertEq(house.balanceOf(accounts[j / ASSETS], j % ASSETS), expected[next++]);
            }
        }
        assertEq(next, expected.length);
        assertGt(batches.length, 0);
    }

    /// A fee is at most what it is of, at least its exact share, less than a quantum above it; it grows
    /// with the rate; and parts pay no less than the whole.
    function testFuzz_feesRoundUpByLessThanAQuantum(uint64 amount, uint24 ppm, uint64 part)
        public
        pure
    {
        amount = uint64(bound(amount, 0, 2 ** 53 - 1));
        ppm = uint24(bound(ppm, 0, 1e6));
        uint256 fee = Fees.feeOf(amount, ppm);
        assertLe(fee, amount);
        assertGe(fee * 1e6, uint256(amount) * ppm);
        assertLt(fee * 1e6, uint256(amount) * ppm + 1e6);
        uint256 rest = (amount % 1e6) * ppm;
        uint256 engines = uint256(amount / 1e6) * ppm + (rest + 1e6 - 1) / 1e6;
        assertEq(fee, engines);
        if (ppm > 0) assertLe(Fees.feeOf(amount, ppm - 1), fee);
        part = uint64(bound(part, 0, amount));
        assertGe(Fees.feeOf(part, ppm) + Fees.feeOf(amount - part, ppm), fee);
    }
}
