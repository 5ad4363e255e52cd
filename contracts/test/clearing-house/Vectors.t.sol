// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Fees } from "../../src/clearing-house/Fees.sol";
import { IClearingHouse } from "../../src/clearing-house/IClearingHouse.sol";
import { SignedStructs } from "../../src/clearing-house/SignedStructs.sol";
import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import { Test } from "forge-std/Test.sol";

/// @notice What TypeScript computes (scripts/contracts/settlement-vectors.ts), computed here.
contract VectorsTest is Test {
    uint256 private constant CASES = 24;

    string private json;
    bytes32 private domainSeparator;

    function setUp() public {
        json = vm.readFile("contracts/test/clearing-house/vectors/settlement.json");
        domainSeparator = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256("Lux Exchange"),
                keccak256("1"),
                vm.parseJsonUint(json, ".chainId"),
                vm.parseJsonAddress(json, ".verifyingContract")
            )
        );
    }

    function test_orders_haveTheDigestsThatWalletsSign() public view {
        for (uint256 i = 0; i < CASES; ++i) {
            string memory path = string.concat(".orders[", vm.toString(i), "]");
            SignedStructs.Order memory order = SignedStructs.Order({
                account: _address(path, "account"),
                market: uint16(_number(path, "market")),
                flags: uint8(_number(path, "flags")),
                price: uint64(_number(path, "price")),
                quantity: uint64(_number(path, "quantity")),
                triggerPrice: uint64(_number(path, "triggerPrice")),
                nonce: uint48(_number(path, "nonce")),
                expiry: uint32(_number(path, "expiry")),
                epoch: uint16(_number(path, "epoch")),
                maxFeePpm: uint24(_number(path, "maxFeePpm"))
            });
            _check(path, SignedStructs.hash(order));
        }
    }

    function test_approvals_haveTheDigestsThatWalletsSign() public view {
        for (uint256 i = 0; i < CASES; ++i) {
            string memory path = string.concat(".approvals[", vm.toString(i), "]");
            IClearingHouse.AgentApproval memory approval = IClearingHouse.AgentApproval({
                account: _address(path, "account"),
                agent: _address(path, "agent"),
                expiry: uint32(_number(path, "expiry")),
                markets: uint64(_number(path, "markets")),
                maxNotional: uint128(_number(path, "maxNotional")),
                nonce: uint48(_number(path, "nonce"))
            });
            _check(path, SignedStructs.hash(approval));
        }
    }

    function test_withdrawals_haveTheDigestsThatWalletsSign() public view {
        for (uint256 i = 0; i < CASES; ++i) {
            string memory path = string.concat(".withdrawals[", vm.toString(i), "]");
            SignedStructs.Withdrawal memory withdrawal = SignedStructs.Withdrawal({
                account: _address(path, "account"),
                asset: _address(path, "asset"),
                amount: uint64(_number(path, "amount")),
                to: _address(path, "to"),
                nonce: uint48(_number(path, "nonce")),
                expiry: uint32(_number(path, "expiry")),
                epoch: uint16(_number(path, "epoch"))
            });
            _check(path, SignedStructs.hash(withdrawal));
        }
    }

    function test_cancelAlls_haveTheDigestsThatWalletsSign() public view {
        for (uint256 i = 0; i < CASES; ++i) {
            string memory path = string.concat(".cancelAlls[", vm.toString(i), "]");
            uint16 epoch = uint16(_number(path, "epoch"));
            _check(path, SignedStructs.hashCancelAll(_address(path, "account"), epoch));
        }
    }

    function test_fees_areTheEngines() public view {
        uint256 count = (11 + CASES) * 6;
        for (uint256 i = 0; i < count; ++i) {
            string memory path = string.concat(".fees[", vm.toString(i), "]");
            uint256 fee = Fees.feeOf(_number(path, "amount"), _number(path, "ppm"));
            assertEq(fee, _number(path, "fee"), path);
        }
    }

    /// The formula as it is written down, and that what is within the rate is within the amount.
    function testFuzz_fees_followTheFormula(uint256 amount, uint256 ppm, uint256 most) public pure {
        amount = bound(amount, 0, 2 ** 53 - 1);
        most = bound(most, 0, 1e6);
        ppm = bound(ppm, 0, most);
        uint256 rest = (amount % 1e6) * ppm;
        uint256 expected = (amount / 1e6) * ppm + (rest == 0 ? 0 : (rest - 1) / 1e6 + 1);
        assertEq(Fees.feeOf(amount, ppm), expected);
        assertLe(Fees.feeOf(amount, ppm), Fees.feeOf(amount, most));
        assertLe(Fees.feeOf(amount, ppm), amount);
    }

    function _check(string memory path, bytes32 structHash) private view {
        bytes32 digest = vm.parseJsonBytes32(json, string.concat(path, ".digest"));
        assertEq(MessageHashUtils.toTypedDataHash(domainSeparator, structHash), digest, path);
    }

    function _number(string memory path, string memory field) private view returns (uint256) {
        return vm.parseJsonUint(json, string.concat(path, ".", field));
    }

    function _address(string memory path, string memory field) private view returns (address) {
        return vm.parseJsonAddress(json, string.concat(path, ".", field));
    }
}
