// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../../src/clearing-house/IClearingHouse.sol";
import { IClearingHouseErrors } from "../../../src/clearing-house/IClearingHouseErrors.sol";
import { SignedStructs } from "../../../src/clearing-house/SignedStructs.sol";
import { BatchCodec } from "../BatchCodec.sol";
import { ClearingHouseFixture } from "../ClearingHouseFixture.sol";

/// @notice Trading keys that try more than they may, and owners' signatures at other places than meant.
contract AgentLimitsTest is ClearingHouseFixture {
    uint64 private constant ETH_ONLY = uint64(1 << ETH_USDT);
    uint64 private constant BTC_ONLY = uint64(1 << BTC_USDT);

    Trader private key;

    function setUp() public override {
        super.setUp();
        key = _trader("key");
        _deposit(alice.account, LUSD, 1_000_000e6);
        _deposit(bob.account, LETH, 1000e8);
        _deposit(bob.account, LBTC, 10e8);
    }

    function _approve(uint64 markets, uint128 maxNotional, uint48 nonce) private {
        vm.prank(alice.account);
        house.approveAgent(
            IClearingHouse.AgentApproval(
                alice.account, key.account, START + 1 days, markets, maxNotional, nonce
            ),
            ""
        );
    }

    /// An order of the key for so many ETH milli-lots at 3,000.
    function _batch(uint16 market, uint32 lots, uint48 nonce)
        private
        view
        returns (BatchCodec.PackedBatch memory)
    {
        uint32 price = market == BTC_USDT ? 6_000_000 : 300_000;
        Draft memory buy = _order(alice, market, ONE_SHOT, price, lots, nonce);
        buy.key = key.key;
        return _pair(buy, _order(bob, market, SELL, price, lots, uint48(nonce + 100)), lots);
    }

    function _refuseAgent(BatchCodec.PackedBatch memory batch) private {
        (bytes memory encoded,) = BatchCodec.encode(batch);
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.AgentNotAllowed.selector);
        house.settle(encoded);
    }

    /// Notional of one order at most: exactly it, and not a quantum more.
    /// forge-config: default.fuzz.runs = 128
    /// forge-config: release.fuzz.runs = 128
    function testFuzz_notionalIsLimitedToTheQuantum(uint32 lots, uint128 limit) public {
        lots = uint32(bound(lots, 1, 100));
        limit = uint128(bound(limit, 1, 400e6));
        _approve(type(uint64).max, limit, 1);
        BatchCodec.PackedBatch memory batch = _batch(ETH_USDT, lots, 1);
        if (uint256(lots) * 300_000 * 10 > limit) _refuseAgent(batch);
        else _settle(batch);
    }

    /// forge-config: default.fuzz.runs = 128
    /// forge-config: release.fuzz.runs = 128
    function testFuzz_marketsAreThoseOfTheBitmap(uint64 markets) public {
        _approve(markets, type(uint128).max, 1);
        for (uint16 market = 1; market <= 2; ++market) {
            BatchCodec.PackedBatch memory batch = _batch(market, 1, market);
            if ((markets >> market) & 1 == 1) _settle(batch);
            else _refuseAgent(batch);
        }
    }

    /// A revoked key, whatever its orders' expiry, and whatever the operator has kept for later.
    /// forge-config: default.fuzz.runs = 128
    /// forge-config: release.fuzz.runs = 128
    function testFuzz_revocationEndsAKeyForGood(uint32 wait_) public {
        _approve(type(uint64).max, type(uint128).max, 1);
        BatchCodec.PackedBatch memory batch = _batch(ETH_USDT, 1, 1);
        IClearingHouse.AgentApproval memory kept = IClearingHouse.AgentApproval(
            alice.account, key.account, START + 1 days, type(uint64).max, type(uint128).max, 2
        );
        bytes memory signature = _sign(alice.key, SignedStructs.hash(kept));
        vm.prank(alice.account);
        house.revokeAgent(key.account, type(uint48).max);
        vm.warp(START + bound(wait_, 60, 1 hours));
        _refuseAgent(batch);
        vm.expectPartialRevert(IClearingHouseErrors.ApprovalReplayed.selector);
        house.approveAgent(kept, signature);
    }

    /// What counted before a change is joined with what still counts from the one before (docs,
    /// What takes effect when): for a minute after the last of several quick changes, not for longer.
    function test_quickChangesEndAMinuteAfterTheLast() public {
        _approve(ETH_ONLY, type(uint128).max, 1);
        _approve(BTC_ONLY, 30e6, 2);
        vm.warp(START + 59);
        vm.prank(alice.account);
        house.revokeAgent(key.account, 3);
        BatchCodec.PackedBatch memory batch = _batch(ETH_USDT, 1, 1);
        vm.warp(START + 118);
        uint256 snapshot = vm.snapshotState();
        _settle(batch);
        vm.revertToState(snapshot);
        vm.warp(START + 119);
        _refuseAgent(batch);
    }

    /// The same key for two accounts: each order counts for the account that it names.
    function test_oneKeyOfTwoAccountsIsTwoKeys() public {
        _deposit(carol.account, LUSD, 1_000_000e6);
        vm.prank(carol.account);
        house.approveAgent(
            IClearingHouse.AgentApproval(
                carol.account, key.account, START + 1 days, ETH_ONLY, type(uint128).max, 1
            ),
            ""
        );
        BatchCodec.PackedBatch memory batch = _batch(ETH_USDT, 1, 1);
        (bytes memory encoded,) = BatchCodec.encode(batch);
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.WrongSigner.selector);
        house.settle(encoded);
        Draft memory buy = _order(carol, ETH_USDT, ONE_SHOT, 300_000, 1, 1);
        buy.key = key.key;
        _settle(_pair(buy, _order(bob, ETH_USDT, SELL, 300_000, 1, 1), 1));
        assertEq(house.balanceOf(alice.account, LUSD), 1_000_000e6);
    }

    /// A trading key approves no other, ends no epoch and withdraws nothing.
    function test_aKeySignsOrdersAndNothingElse() public {
        _approve(type(uint64).max, type(uint128).max, 1);
        Trader memory next = _trader("next key");
        IClearingHouse.AgentApproval memory approval = IClearingHouse.AgentApproval(
            alice.account, next.account, START + 1 days, ETH_ONLY, 1, 1
        );
        bytes memory refusal = abi.encodeWithSelector(
            IClearingHouseErrors.InvalidOwnerSignature.selector, alice.account, key.account
        );
        bytes memory signature = _sign(key.key, SignedStructs.hash(approval));
        vm.expectRevert(refusal);
        house.approveAgent(approval, signature);
        signature = _sign(key.key, SignedStructs.hashCancelAll(alice.account, 1));
        vm.expectRevert(refusal);
        house.cancelAll(alice.account, 1, signature);
        WithdrawalDraft memory draft = _withdrawal(alice, LUSD, 1, 1);
        draft.key = key.key;
        (bytes memory encoded,) = BatchCodec.encode(_paying(draft));
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.WrongSigner.selector);
        house.settle(encoded);
    }

    /// Approvals, ends of epochs and withdrawals of another chain or another clearing house.
    function test_ownersSignaturesCountAtOnePlaceOnly() public {
        IClearingHouse.AgentApproval memory approval = IClearingHouse.AgentApproval(
            alice.account, key.account, START + 1 days, ETH_ONLY, 1, 1
        );
        bytes memory approved = _sign(alice.key, SignedStructs.hash(approval));
        bytes memory ended = _sign(alice.key, SignedStructs.hashCancelAll(alice.account, 1));
        (bytes memory paid,) = BatchCodec.encode(_paying(_withdrawal(alice, LUSD, 1, 1)));
        uint256 chain = block.chainid;
        vm.chainId(chain + 1);
        _refuseOwners(house, approval, approved, ended, paid);
        vm.chainId(chain);
        IClearingHouse other = IClearingHouse(_createHouse(_config()));
        _refuseOwners(other, approval, approved, ended, paid);
        house.approveAgent(approval, approved);
        house.cancelAll(alice.account, 1, ended);
        vm.prank(OPERATOR);
        // The epoch has changed: as it was encoded it is of the one before, which it must say.
        vm.expectPartialRevert(IClearingHouseErrors.WrongSigner.selector);
        house.settle(paid);
    }

    function _refuseOwners(
        IClearingHouse where,
        IClearingHouse.AgentApproval memory approval,
        bytes memory approved,
        bytes memory ended,
        bytes memory paid
    ) private {
        vm.expectPartialRevert(IClearingHouseErrors.InvalidOwnerSignature.selector);
        where.approveAgent(approval, approved);
        vm.expectPartialRevert(IClearingHouseErrors.InvalidOwnerSignature.selector);
        where.cancelAll(alice.account, 1, ended);
        vm.prank(OPERATOR);
        vm.expectPartialRevert(IClearingHouseErrors.WrongSigner.selector);
        where.settle(paid);
    }

    /// Neither the higher s, nor zeros, nor any other length is anybody's signature.
    function testFuzz_noOtherBytesAreAnOwnersSignature(bytes calldata any) public {
        vm.expectPartialRevert(IClearingHouseErrors.InvalidOwnerSignature.selector);
        house.cancelAll(alice.account, 1, any);
        vm.expectRevert();
        house.cancelAll(address(0), 1, any);
    }
}
