// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../../src/clearing-house/IClearingHouse.sol";
import { IClearingHouseErrors } from "../../../src/clearing-house/IClearingHouseErrors.sol";
import { ClearingHouseFixture } from "../ClearingHouseFixture.sol";
import { HostileToken } from "./HostileToken.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @notice Tokens that were listed, and are not what they were taken for.
contract HostileTokensTest is ClearingHouseFixture {
    HostileToken private token;
    uint256 private asset;

    function setUp() public override {
        super.setUp();
        token = new HostileToken();
        vm.prank(OWNER);
        asset = house.listAsset(IClearingHouse.AssetListing(address(token), 0));
        token.mint(alice.account, 1000);
        vm.startPrank(alice.account);
        token.approve(address(house), type(uint256).max);
        house.deposit(address(token), 100);
        vm.stopPrank();
        _deposit(alice.account, LUSD, 1000e6);
    }

    function _depositAgain(uint256 amount) private {
        vm.prank(alice.account);
        house.deposit(address(token), amount);
    }

    function test_depositsAreWhatArrives() public {
        HostileToken.Conduct[2] memory wrong =
            [HostileToken.Conduct.TakesAFee, HostileToken.Conduct.MintsToReceiver];
        for (uint256 i = 0; i < wrong.length; ++i) {
            token.behave(wrong[i]);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IClearingHouseErrors.UnexpectedAmountReceived.selector,
                    token,
                    100,
                    i == 0 ? 99 : 101
                )
            );
            _depositAgain(100);
        }
        token.behave(HostileToken.Conduct.Lies);
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.UnexpectedAmountReceived.selector, token, 100, 0
            )
        );
        _depositAgain(100);
        token.behave(HostileToken.Conduct.AnswersFalse);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, token));
        _depositAgain(100);
        assertEq(house.balanceOf(alice.account, asset), 100);
        assertEq(house.assetAt(asset).custody, 100);
    }

    /// A deposit within a deposit would be counted twice.
    function test_depositsCannotBeReentered() public {
        uint256[] memory assets = new uint256[](1);
        assets[0] = asset;
        bytes[4] memory calls = [
            abi.encodeCall(IClearingHouse.deposit, (address(token), 1)),
            abi.encodeCall(IClearingHouse.depositFor, (alice.account, address(token), 1)),
            abi.encodeCall(IClearingHouse.finaliseExit, (alice.account, assets)),
            abi.encodeCall(IClearingHouse.settle, (new bytes(16)))
        ];
        vm.prank(OWNER);
        house.setOperator(address(token), true);
        token.mint(address(token), 1);
        vm.prank(address(token));
        token.approve(address(house), 1);
        for (uint256 i = 0; i < calls.length; ++i) {
            token.setCall(address(house), calls[i]);
            _depositAgain(1);
            assertTrue(token.called());
            assertFalse(token.callSucceeded());
        }
        assertEq(house.balanceOf(alice.account, asset), 104);
        assertEq(token.balanceOf(address(house)), 104);
    }

    function test_exitsCannotBeReentered() public {
        vm.prank(alice.account);
        house.requestExit();
        vm.warp(START + 1 hours);
        uint256[] memory assets = new uint256[](1);
        assets[0] = asset;
        token.setCall(
            address(house), abi.encodeCall(IClearingHouse.finaliseExit, (alice.account, assets))
        );
        house.finaliseExit(alice.account, assets);
        assertTrue(token.called());
        assertFalse(token.callSucceeded());
        assertEq(token.balanceOf(alice.account), 1000);
        assertEq(house.assetAt(asset).custody, 0);
    }

    /// One token that does not pay holds up neither other assets nor other accounts.
    function test_aTokenThatRefusesHoldsUpNothingElse() public {
        token.blockHolder(alice.account);
        vm.prank(alice.account);
        house.requestExit();
        vm.warp(START + 1 hours);
        uint256[] memory all = new uint256[](2);
        (all[0], all[1]) = (LUSD, asset);
        vm.expectRevert(abi.encodeWithSelector(HostileToken.Blocked.selector, alice.account));
        house.finaliseExit(alice.account, all);
        uint256[] memory one = new uint256[](1);
        one[0] = LUSD;
        house.finaliseExit(alice.account, one);
        assertEq(lusd.balanceOf(alice.account), 1000e6);
        assertEq(house.balanceOf(alice.account, asset), 100);
        // Once it pays again, what is left is still there.
        token.blockHolder(address(0));
        house.finaliseExit(alice.account, all);
        assertEq(token.balanceOf(alice.account), 1000);
        assertEq(house.balanceOf(alice.account, asset), 0);
    }

    function test_aPaymentThatOnlyAnswersFalseIsNone() public {
        vm.prank(alice.account);
        house.requestExit();
        vm.warp(START + 1 hours);
        uint256[] memory assets = new uint256[](1);
        assets[0] = asset;
        token.behave(HostileToken.Conduct.AnswersFalse);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, token));
        house.finaliseExit(alice.account, assets);
        assertEq(house.balanceOf(alice.account, asset), 100);
        assertEq(house.assetAt(asset).custody, 100);
    }

    /// What somebody only sends is nobody's, and no deposit.
    function test_giftsChangeNoBalance() public {
        token.mint(address(house), 7);
        deal(wlux, address(house), 3 ether);
        _depositAgain(10);
        assertEq(house.balanceOf(alice.account, asset), 110);
        assertEq(house.assetAt(asset).custody, 110);
        assertEq(house.assetAt(WLUX).custody, 0);
        vm.deal(STRANGER, 1 ether);
        vm.prank(STRANGER);
        (bool taken,) = address(house).call{ value: 1 ether }("");
        assertFalse(taken);
    }

    /// Withdrawals to the token, to wrapped LUX, wherever the owner signs: custody goes down by it.
    function testFuzz_withdrawalsAnywhereKeepTheBooks(address to, uint64 amount) public {
        vm.assume(to != address(0) && to != address(house) && to != alice.account);
        amount = uint64(bound(amount, 1, 1000e6));
        WithdrawalDraft memory draft = _withdrawal(alice, LUSD, amount, 1);
        draft.withdrawal.to = to;
        uint256 before = lusd.balanceOf(to);
        _settle(_paying(draft));
        assertEq(lusd.balanceOf(to), before + amount);
        assertEq(house.assetAt(LUSD).custody, 1000e6 - amount);
        assertEq(lusd.balanceOf(address(house)), 1000e6 - amount);
    }
}
