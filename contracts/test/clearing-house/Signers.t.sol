// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../src/clearing-house/IClearingHouse.sol";
import { IClearingHouseErrors } from "../../src/clearing-house/IClearingHouseErrors.sol";
import { IClearingHouseEvents } from "../../src/clearing-house/IClearingHouseEvents.sol";
import { SignedStructs } from "../../src/clearing-house/SignedStructs.sol";
import { BatchCodec } from "./BatchCodec.sol";
import { ClearingHouseFixture } from "./ClearingHouseFixture.sol";

/// @notice Trading keys, cancellations, epochs, and when each takes effect.
contract SignersTest is ClearingHouseFixture {
    Trader private key;

    function setUp() public override {
        super.setUp();
        key = _trader("alice's key");
        _deposit(alice.account, LUSD, 1_000_000e6);
        _deposit(bob.account, LETH, 1000e8);
    }

    function _approval(uint32 expiry, uint64 markets, uint128 maxNotional, uint48 nonce)
        private
        view
        returns (IClearingHouse.AgentApproval memory)
    {
        return IClearingHouse.AgentApproval(
            alice.account, key.account, expiry, markets, maxNotional, nonce
        );
    }

    function _wide(uint48 nonce) private view returns (IClearingHouse.AgentApproval memory) {
        return _approval(START + 1 days, uint64(1) << ETH_USDT, 3000e6, nonce);
    }

    function _approve(IClearingHouse.AgentApproval memory approval) private {
        bytes memory signature = _sign(alice.key, SignedStructs.hash(approval));
        vm.prank(STRANGER);
        house.approveAgent(approval, signature);
    }

    /// One ETH at 3,000, signed by the key.
    function _batch(uint48 nonce) private view returns (BatchCodec.PackedBatch memory) {
        Draft memory buy = _order(alice, ETH_USDT, ONE_SHOT, 300_000, 1000, nonce);
        buy.key = key.key;
        return _pair(buy, _order(bob, ETH_USDT, SELL, 300_000, 1000, 64 + nonce), 1000);
    }

    function _refuseAgent(BatchCodec.PackedBatch memory batch, bytes4 selector) private {
        uint256 index = batch.accounts[batch.orders[0].account] == alice.account ? 0 : 1;
        _refuse(batch, abi.encodeWithSelector(selector, index, alice.account, key.account));
    }

    function test_approveAgent_letsAKeySignWithinItsLimits() public {
        _refuseAgent(_batch(1), IClearingHouseErrors.WrongSigner.selector);
        _approve(_wide(1));
        _settle(_batch(1));
        bytes4 refused = IClearingHouseErrors.AgentNotAllowed.selector;
        // One lot more than the notional allows.
        Draft memory buy = _order(alice, ETH_USDT, ONE_SHOT, 300_000, 1001, 2);
        buy.key = key.key;
        Draft memory sell = _order(bob, ETH_USDT, SELL, 300_000, 2000, 200);
        _refuseAgent(_pair(buy, sell, 1001), refused);
        // Another market.
        _deposit(bob.account, WLUX, 1e12);
        buy = _order(alice, LUX_USDT, ONE_SHOT, 10_000, 100, 2);
        buy.key = key.key;
        sell = _order(bob, LUX_USDT, SELL, 10_000, 100, 200);
        _refuseAgent(_pair(buy, sell, 100), refused);
        // After its end and the grace.
        Draft memory late = _order(alice, ETH_USDT, ONE_SHOT, 300_000, 1000, 2);
        late.order.expiry = START + 30 days;
        late.key = key.key;
        sell = _order(bob, ETH_USDT, SELL, 300_000, 1000, 200);
        sell.order.expiry = START + 30 days;
        vm.warp(START + 1 days + 30 minutes + 1);
        _refuseAgent(_pair(late, sell, 1000), refused);
        vm.warp(START + 1 days + 30 minutes);
        _settle(_pair(late, sell, 1000));
    }

    function test_approveAgent_needsTheOwnersSignatureOrCall() public {
        IClearingHouse.AgentApproval memory approval = _wide(1);
        bytes memory signature = _sign(bob.key, SignedStructs.hash(approval));
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.InvalidOwnerSignature.selector, alice.account, bob.account
            )
        );
        house.approveAgent(approval, signature);
        vm.prank(alice.account);
        house.approveAgent(approval, "");
        (IClearingHouse.Agent memory present,) = house.agentOf(alice.account, key.account);
        assertEq(present.markets, 1 << ETH_USDT);
        assertEq(present.maxNotional, 3000e6);
        assertEq(present.nonce, 1);
    }

    function test_approveAgent_takes65ByteSignatures() public {
        IClearingHouse.AgentApproval memory approval = _wide(1);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(alice.key, _digest(SignedStructs.hash(approval)));
        house.approveAgent(approval, abi.encodePacked(r, s, v - 27));
        approval = _wide(2);
        (v, r, s) = vm.sign(alice.key, _digest(SignedStructs.hash(approval)));
        house.approveAgent(approval, abi.encodePacked(r, s, v));
    }

    function test_approveAgent_refusesReplaysAndWhatIsOver() public {
        _approve(_wide(5));
        IClearingHouse.AgentApproval memory approval = _wide(5);
        bytes memory signature = _sign(alice.key, SignedStructs.hash(approval));
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.ApprovalReplayed.selector, alice.account, key.account, 5, 5
            )
        );
        house.approveAgent(approval, signature);
        approval = _approval(START - 1 hours, 1, 1, 6);
        signature = _sign(alice.key, SignedStructs.hash(approval));
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.ApprovalExpired.selector,
                alice.account,
                key.account,
                START - 1 hours
            )
        );
        house.approveAgent(approval, signature);
        approval.agent = address(0);
        vm.prank(alice.account);
        vm.expectRevert(IClearingHouseErrors.ZeroAddress.selector);
        house.approveAgent(approval, "");
    }

    function test_approveAgents_passesOverWhatIsKnown() public {
        IClearingHouse.AgentApproval[] memory approvals = new IClearingHouse.AgentApproval[](2);
        bytes[] memory signatures = new bytes[](2);
        for (uint48 i = 0; i < 2; ++i) {
            approvals[i] = _wide(i + 1);
            signatures[i] = _sign(alice.key, SignedStructs.hash(approvals[i]));
        }
        _approve(_wide(1));
        house.approveAgents(approvals, signatures);
        (IClearingHouse.Agent memory present,) = house.agentOf(alice.account, key.account);
        assertEq(present.nonce, 2);
        vm.expectRevert(abi.encodeWithSelector(IClearingHouseErrors.LengthsDiffer.selector, 2, 0));
        house.approveAgents(approvals, new bytes[](0));
    }

    function test_approveAgent_narrowsAfterAMinute() public {
        _approve(_wide(1));
        _approve(_approval(START + 1 days, uint64(1) << BTC_USDT, 1e6, 2));
        vm.warp(START + 59);
        _settle(_batch(1));
        vm.warp(START + 60);
        _refuseAgent(_batch(2), IClearingHouseErrors.AgentNotAllowed.selector);
    }

    function test_revokeAgent_bindsAfterAMinuteAndNeverWaits() public {
        _approve(_wide(1));
        _approve(_approval(START + 1 days, uint64(1) << BTC_USDT, 1e6, 2));
        vm.warp(START + 30);
        vm.prank(alice.account);
        house.revokeAgent(key.account, 10);
        // What counted before the narrowing counts for a minute after the revocation.
        vm.warp(START + 89);
        _settle(_batch(1));
        vm.warp(START + 90);
        _refuseAgent(_batch(2), IClearingHouseErrors.AgentNotAllowed.selector);
    }

    function test_revokeAgent_endsApprovalsThatWereNeverBrought() public {
        vm.prank(alice.account);
        house.revokeAgent(key.account, 10);
        IClearingHouse.AgentApproval memory approval = _wide(10);
        bytes memory signature = _sign(alice.key, SignedStructs.hash(approval));
        vm.warp(START + 60);
        vm.expectPartialRevert(IClearingHouseErrors.ApprovalReplayed.selector);
        house.approveAgent(approval, signature);
        _approve(_wide(11));
        _settle(_batch(1));
        vm.prank(alice.account);
        vm.expectPartialRevert(IClearingHouseErrors.ApprovalReplayed.selector);
        house.revokeAgent(key.account, 10);
    }

    // Approvals that came after what overtook them

    function _bring(IClearingHouse.AgentApproval memory approval) private returns (bool taken) {
        IClearingHouse.AgentApproval[] memory approvals = new IClearingHouse.AgentApproval[](1);
        bytes[] memory signatures = new bytes[](1);
        approvals[0] = approval;
        signatures[0] = _sign(alice.key, SignedStructs.hash(approval));
        vm.recordLogs();
        vm.prank(STRANGER);
        house.approveAgents(approvals, signatures);
        return vm.getRecordedLogs().length != 0;
    }

    function _revoke(uint48 nonce) private {
        vm.prank(alice.account);
        house.revokeAgent(key.account, nonce);
    }

    function _former() private view returns (IClearingHouse.FormerAgent memory former) {
        (, former) = house.agentOf(alice.account, key.account);
    }

    function _present() private view returns (IClearingHouse.Agent memory present) {
        (present,) = house.agentOf(alice.account, key.account);
    }

    /// The engine has it since before the revocation, which knew nothing of the key.
    function test_overtakenApproval_countsUntilTheRevocationBinds() public {
        _revoke(10);
        assertEq(_present().bindsAt, START + 60);
        vm.warp(START + 59);
        vm.expectEmit(address(house));
        emit IClearingHouseEvents.ApprovalOvertaken(
            alice.account, key.account, START + 1 days, uint64(1) << ETH_USDT, 3000e6, 7, START + 60
        );
        _approve(_wide(7));
        assertEq(_present().nonce, 10);
        assertEq(_present().expiry, 0);
        _settle(_batch(1));
        vm.warp(START + 60);
        _refuseAgent(_batch(2), IClearingHouseErrors.AgentNotAllowed.selector);
    }

    function test_overtakenApproval_isTooLateWhenTheRevocationBinds() public {
        _revoke(10);
        vm.warp(START + 60);
        assertFalse(_bring(_wide(7)));
        IClearingHouse.AgentApproval memory approval = _wide(7);
        bytes memory signature = _sign(alice.key, SignedStructs.hash(approval));
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.ApprovalReplayed.selector, alice.account, key.account, 7, 10
            )
        );
        house.approveAgent(approval, signature);
        _refuseAgent(_batch(1), IClearingHouseErrors.AgentNotAllowed.selector);
    }

    /// The same nonce, and a newer one, with other limits.
    function test_overtakenApproval_joinsWhatOvertookIt() public {
        _approve(_approval(START + 1 days, uint64(1) << BTC_USDT, 1e6, 7));
        assertTrue(_bring(_wide(7)));
        vm.warp(START + 59);
        _settle(_batch(1));
        assertEq(_present().markets, 1 << BTC_USDT);
        assertEq(_present().maxNotional, 1e6);
        vm.warp(START + 60);
        _refuseAgent(_batch(2), IClearingHouseErrors.AgentNotAllowed.selector);
    }

    function test_overtakenApproval_thatAddsNothingIsPassedOver() public {
        _approve(_wide(7));
        assertFalse(_bring(_wide(7)));
        assertFalse(_bring(_approval(START + 1 hours, uint64(1) << ETH_USDT, 1e6, 3)));
        assertEq(_former().until, 0);
    }

    /// Whoever brings it again and again, and whatever else is brought: not a second longer.
    function test_overtakenApproval_isNotProlonged() public {
        _approve(_wide(5));
        _revoke(10);
        for (uint48 second = 0; second < 60; second += 10) {
            vm.warp(START + second);
            assertTrue(_bring(_approval(START + 1 days, type(uint64).max, 1e6, 6 + second % 4)));
            assertEq(_former().until, START + 60);
            assertEq(_present().bindsAt, START + 60);
        }
        vm.warp(START + 60);
        assertFalse(_bring(_wide(6)));
        _refuseAgent(_batch(1), IClearingHouseErrors.AgentNotAllowed.selector);
    }

    /// What was over before the owner's last change stays so: a change brings nothing back.
    function test_overtakenApproval_doesNotComeBackWithALaterChange() public {
        _approve(_wide(5));
        _revoke(10);
        vm.warp(START + 60);
        _revoke(10);
        assertEq(_former().overNonce, 10);
        for (uint48 nonce = 1; nonce <= 10; ++nonce) {
            assertFalse(_bring(_wide(nonce)));
        }
        _approve(_approval(START + 1 days, uint64(1) << BTC_USDT, 1e6, 20));
        assertFalse(_bring(_wide(10)));
        assertTrue(_bring(_wide(11)));
        // A wider approval keeps nothing, and yet it ends the time of what came before.
        vm.warp(START + 120);
        _approve(_approval(START + 2 days, uint64(1) << BTC_USDT, 2e6, 30));
        assertFalse(_bring(_wide(20)));
        assertTrue(_bring(_wide(21)));
        vm.warp(START + 180);
        _refuseAgent(_batch(1), IClearingHouseErrors.AgentNotAllowed.selector);
    }

    /// Changes that follow one another within a minute are one: a minute after the last of them.
    function test_overtakenApproval_countsUntilTheLastOfQuickChangesBinds() public {
        _revoke(10);
        vm.warp(START + 40);
        _revoke(12);
        vm.warp(START + 99);
        assertTrue(_bring(_wide(7)));
        _settle(_batch(1));
        vm.warp(START + 100);
        assertFalse(_bring(_wide(8)));
        _refuseAgent(_batch(2), IClearingHouseErrors.AgentNotAllowed.selector);
    }

    function test_overtakenApproval_needsTheOwnersSignatureAndTime() public {
        _revoke(10);
        IClearingHouse.AgentApproval memory approval = _wide(7);
        bytes memory forged = _sign(key.key, SignedStructs.hash(approval));
        vm.expectPartialRevert(IClearingHouseErrors.InvalidOwnerSignature.selector);
        house.approveAgent(approval, forged);
        bytes memory signature = _sign(alice.key, SignedStructs.hash(approval));
        // Another limit than was signed, and another account's.
        approval.maxNotional += 1;
        vm.expectPartialRevert(IClearingHouseErrors.InvalidOwnerSignature.selector);
        house.approveAgent(approval, signature);
        approval = _wide(7);
        approval.account = bob.account;
        vm.prank(bob.account);
        house.revokeAgent(key.account, 10);
        vm.expectPartialRevert(IClearingHouseErrors.InvalidOwnerSignature.selector);
        house.approveAgent(approval, signature);
        approval = _approval(START - 30 minutes - 1, type(uint64).max, 1, 7);
        signature = _sign(alice.key, SignedStructs.hash(approval));
        vm.expectPartialRevert(IClearingHouseErrors.ApprovalExpired.selector);
        house.approveAgent(approval, signature);
        assertEq(_former().until, 0);
    }

    /// The key's own end holds for what it overtook as for everything else.
    function test_overtakenApproval_endsWithItsExpiry() public {
        _revoke(10);
        assertTrue(_bring(_approval(START + 30 - 30 minutes, type(uint64).max, 3000e6, 7)));
        vm.warp(START + 30);
        _settle(_batch(1));
        vm.warp(START + 31);
        _refuseAgent(_batch(2), IClearingHouseErrors.AgentNotAllowed.selector);
    }

    function test_overtakenApproval_bringsBackNoCanceledOrderEpochOrExit() public {
        uint48[] memory nonces = new uint48[](1);
        nonces[0] = 65;
        vm.prank(bob.account);
        house.cancel(nonces);
        vm.prank(alice.account);
        house.requestExit();
        vm.warp(START + 60);
        _revoke(10);
        assertTrue(_bring(_wide(7)));
        _refuse(
            _batch(1),
            abi.encodeWithSelector(
                IClearingHouseErrors.AccountExiting.selector, alice.account, START + 60
            )
        );
        vm.prank(alice.account);
        house.cancelExit();
        BatchCodec.PackedBatch memory batch = _batch(1);
        (bytes memory encoded,) = BatchCodec.encode(batch);
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.OrderCanceledOnChain.selector);
        house.settle(encoded);
        _settle(_batch(2));
    }

    function test_cancel_keepsNeighboursAndTheFirstTime() public {
        uint48[] memory nonces = new uint48[](2);
        (nonces[0], nonces[1]) = (65, 71);
        vm.prank(bob.account);
        house.cancel(nonces);
        vm.warp(START + 30);
        vm.prank(bob.account);
        house.cancel(nonces);
        (,, uint256 bindsAt) = house.restingOrder(bob.account, 71);
        assertEq(bindsAt, START + 60);
        vm.warp(START + 60);
        Draft memory buy = _order(alice, ETH_USDT, ONE_SHOT, 300_000, 500, 1);
        // Its neighbour in the slot is open.
        _settle(_pair(buy, _order(bob, ETH_USDT, SELL, 300_000, 1000, 64), 500));
        (uint256 filled,,) = house.restingOrder(bob.account, 64);
        assertEq(filled, 500);
        (filled,, bindsAt) = house.restingOrder(bob.account, 65);
        assertEq(filled, 0);
        assertEq(bindsAt, START + 60);
    }

    function test_cancelAll_isBroughtByAnybodyOnce() public {
        bytes memory signature = _sign(bob.key, SignedStructs.hashCancelAll(bob.account, 1));
        vm.prank(STRANGER);
        house.cancelAll(bob.account, 1, signature);
        assertEq(house.accountOf(bob.account).epoch, 1);
        assertEq(house.accountOf(bob.account).formerEpochUntil, START + 60);
        vm.expectRevert(
            abi.encodeWithSelector(IClearingHouseErrors.WrongEpoch.selector, bob.account, 1, 2)
        );
        house.cancelAll(bob.account, 1, signature);
        vm.expectPartialRevert(IClearingHouseErrors.InvalidOwnerSignature.selector);
        house.cancelAll(alice.account, 1, signature);
    }

    function test_bumpEpoch_waitsForTheOneBefore() public {
        vm.startPrank(bob.account);
        house.bumpEpoch();
        vm.warp(START + 59);
        vm.expectRevert(
            abi.encodeWithSelector(
                IClearingHouseErrors.EpochChanging.selector, bob.account, START + 60
            )
        );
        house.bumpEpoch();
        vm.warp(START + 60);
        house.bumpEpoch();
        assertEq(house.accountOf(bob.account).epoch, 2);
        assertEq(house.balanceOf(bob.account, LETH), 1000e8);
    }
}
