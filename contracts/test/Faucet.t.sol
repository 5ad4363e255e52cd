// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Faucet } from "../src/Faucet.sol";
import { LuxToken } from "../src/LuxToken.sol";
import { IFaucet } from "../src/interfaces/IFaucet.sol";
import { ILuxToken } from "../src/interfaces/ILuxToken.sol";
import { FaucetHandler } from "./handlers/FaucetHandler.sol";
import { ReenteringRecipient } from "./mocks/ReenteringRecipient.sol";
import { RefusingRecipient } from "./mocks/RefusingRecipient.sol";
import { IAccessControl } from "@openzeppelin/contracts/access/IAccessControl.sol";
import { Errors } from "@openzeppelin/contracts/utils/Errors.sol";
import { Test } from "forge-std/Test.sol";

contract FaucetTest is Test {
    uint64 private constant COOL_DOWN = 1 hours;
    uint32 private constant MAX_DRIPS = 5;
    uint256 private constant NATIVE = 1000 ether;
    uint256 private constant FUNDS = 100_000 ether;

    address private immutable ADMIN = makeAddr("admin");
    address private immutable OPERATOR = makeAddr("operator");
    address private immutable USER = makeAddr("user");
    address private immutable STRANGER = makeAddr("stranger");

    LuxToken private lusd;
    LuxToken private leth;
    Faucet private faucet;
    FaucetHandler private handler;

    function setUp() public {
        vm.warp(1_800_000_000);
        lusd = new LuxToken("Lux Dollar", "LUSD", 6, ADMIN, new ILuxToken.Allocation[](0));
        leth = new LuxToken("Lux Ether", "LETH", 18, ADMIN, new ILuxToken.Allocation[](0));
        faucet = new Faucet{ value: FUNDS }(_config());
        bytes32 minterRole = lusd.MINTER_ROLE();
        vm.startPrank(ADMIN);
        lusd.grantRole(minterRole, address(faucet));
        leth.grantRole(minterRole, address(faucet));
        vm.stopPrank();

        handler = new FaucetHandler(faucet, OPERATOR);
        targetContract(address(handler));
    }

    function test_constructor_setsConfiguration() public view {
        assertEq(faucet.NATIVE_AMOUNT(), NATIVE);
        assertEq(faucet.COOL_DOWN_SECONDS(), COOL_DOWN);
        assertEq(faucet.MAX_DRIPS(), MAX_DRIPS);
        IFaucet.TokenDrip[] memory drips = faucet.tokenDrips();
        assertEq(drips.length, 2);
        assertEq(drips[0].token, address(lusd));
        assertEq(drips[0].amount, 25_000e6);
        assertEq(drips[1].token, address(leth));
        assertEq(drips[1].amount, 2e18);
    }

    function testFuzz_constructor_revertsOnAnotherChain(uint64 chainId) public {
        vm.assume(chainId != block.chainid);
        IFaucet.Config memory config = _config();
        config.chainId = chainId;
        vm.expectRevert(abi.encodeWithSelector(IFaucet.WrongChain.selector, block.chainid, chainId));
        new Faucet(config);
    }

    function test_drip_paysEverythingAtOnce() public {
        vm.expectEmit(address(faucet));
        emit IFaucet.Dripped(USER, OPERATOR, 1);
        vm.prank(OPERATOR);
        faucet.drip(USER);
        _assertReceived(USER, 1);
        assertEq(address(faucet).balance, FUNDS - NATIVE);
    }

    function test_drip_letsRecipientAskForItself() public {
        vm.prank(USER);
        faucet.drip(USER);
        _assertReceived(USER, 1);
    }

    function testFuzz_drip_revertsForOtherCallers(address caller) public {
        vm.assume(caller != OPERATOR && caller != USER);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IFaucet.NotAllowed.selector, caller, USER));
        faucet.drip(USER);
    }

    function testFuzz_drip_revertsWithinCoolDown(uint64 waited) public {
        waited = uint64(bound(waited, 0, COOL_DOWN - 1));
        _drip(USER);
        uint256 availableAt = block.timestamp + COOL_DOWN;
        assertEq(faucet.availableAt(USER), availableAt);
        vm.warp(block.timestamp + waited);
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IFaucet.CoolingDown.selector, USER, availableAt));
        faucet.drip(USER);
    }

    function test_drip_paysAgainAfterCoolDown() public {
        _drip(USER);
        vm.warp(block.timestamp + COOL_DOWN);
        _drip(USER);
        _assertReceived(USER, 2);
    }

    function test_drip_coolsDownEachAddressAlone() public {
        _drip(USER);
        _drip(STRANGER);
        _assertReceived(USER, 1);
        _assertReceived(STRANGER, 1);
    }

    function test_drip_revertsAtCap() public {
        for (uint256 i = 0; i < MAX_DRIPS; ++i) {
            _drip(USER);
            vm.warp(block.timestamp + COOL_DOWN);
        }
        assertEq(faucet.availableAt(USER), type(uint256).max);
        vm.warp(block.timestamp + 3650 days);
        vm.prank(USER);
        vm.expectRevert(abi.encodeWithSelector(IFaucet.CapReached.selector, USER, MAX_DRIPS));
        faucet.drip(USER);
        _assertReceived(USER, MAX_DRIPS);
    }

    function test_drip_revertsWhenEmpty() public {
        vm.deal(address(faucet), NATIVE - 1);
        vm.prank(USER);
        vm.expectRevert(abi.encodeWithSelector(IFaucet.FaucetEmpty.selector, NATIVE - 1, NATIVE));
        faucet.drip(USER);
    }

    function test_drip_worksAgainAfterRefill() public {
        vm.deal(address(faucet), 0);
        vm.deal(STRANGER, NATIVE);
        vm.prank(STRANGER);
        (bool sent,) = address(faucet).call{ value: NATIVE }("");
        assertTrue(sent);
        _drip(USER);
        _assertReceived(USER, 1);
    }

    function test_drip_revertsWhenRecipientRefusesLux() public {
        address recipient = address(new RefusingRecipient());
        vm.prank(OPERATOR);
        vm.expectRevert(Errors.FailedCall.selector);
        faucet.drip(recipient);
        assertEq(faucet.dripsReceived(recipient), 0);
        assertEq(lusd.balanceOf(recipient), 0);
    }

    function test_drip_cannotBeReentered() public {
        ReenteringRecipient recipient = new ReenteringRecipient(faucet);
        vm.prank(OPERATOR);
        faucet.drip(address(recipient));
        assertTrue(recipient.attempted());
        bytes memory expected = abi.encodeWithSelector(
            IFaucet.CoolingDown.selector, address(recipient), block.timestamp + COOL_DOWN
        );
        assertEq(recipient.reason(), expected);
        _assertReceived(address(recipient), 1);
    }

    function test_drip_needsNoWaitingNearGenesis() public {
        vm.warp(1);
        _drip(USER);
        _assertReceived(USER, 1);
    }

    function test_grantRole_onlyForAdmin() public {
        bytes32 role = faucet.OPERATOR_ROLE();
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IAccessControl.AccessControlUnauthorizedAccount.selector);
        faucet.grantRole(role, STRANGER);

        vm.prank(ADMIN);
        faucet.grantRole(role, STRANGER);
        vm.prank(STRANGER);
        faucet.drip(USER);
        _assertReceived(USER, 1);
    }

    function invariant_nobodyExceedsTheCap() public view {
        assertLe(handler.mostDrips(), MAX_DRIPS);
    }

    function invariant_paidEqualsDrips() public view {
        uint256 drips = handler.totalDrips();
        assertEq(lusd.totalSupply(), drips * 25_000e6);
        assertEq(leth.totalSupply(), drips * 2e18);
        assertEq(address(faucet).balance, FUNDS - drips * NATIVE);
    }

    function invariant_dripsAreACoolDownApart() public view {
        assertFalse(handler.paidTooEarly());
    }

    function _config() private view returns (IFaucet.Config memory config) {
        config.chainId = block.chainid;
        config.admin = ADMIN;
        config.operator = OPERATOR;
        config.nativeAmount = NATIVE;
        config.coolDownSeconds = COOL_DOWN;
        config.maxDrips = MAX_DRIPS;
        config.tokenDrips = new IFaucet.TokenDrip[](2);
        config.tokenDrips[0] = IFaucet.TokenDrip(address(lusd), 25_000e6);
        config.tokenDrips[1] = IFaucet.TokenDrip(address(leth), 2e18);
    }

    function _drip(address recipient) private {
        vm.prank(OPERATOR);
        faucet.drip(recipient);
    }

    function _assertReceived(address recipient, uint256 drips) private view {
        assertEq(faucet.dripsReceived(recipient), drips);
        assertEq(recipient.balance, drips * NATIVE);
        assertEq(lusd.balanceOf(recipient), drips * 25_000e6);
        assertEq(leth.balanceOf(recipient), drips * 2e18);
    }
}
