// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouseErrors } from "../../../src/clearing-house/IClearingHouseErrors.sol";
import { BatchCodec } from "../BatchCodec.sol";
import { ClearingHouseFixture } from "../ClearingHouseFixture.sol";

/// @notice One thing wrong in a batch of many: nothing of it is settled, and all the rest is without it.
contract PoisonedBatchTest is ClearingHouseFixture {
    uint256 private constant PAIRS = 6;
    /// What can be wrong with one of the pairs.
    uint256 private constant POISONS = 9;

    Trader[] private buyers;

    function setUp() public override {
        super.setUp();
        _deposit(bob.account, LETH, 1000e8);
        for (uint256 i = 0; i < PAIRS; ++i) {
            buyers.push(_trader(string.concat("buyer ", vm.toString(i))));
            _deposit(buyers[i].account, LUSD, 10_000e6);
        }
    }

    /// Every buyer takes some of Bob's one offer.
    function _drafts(uint256 without) private view returns (Draft[] memory drafts) {
        drafts = new Draft[](without < PAIRS ? PAIRS : PAIRS + 1);
        drafts[0] = _order(bob, ETH_USDT, SELL, 300_000, 10_000, 64);
        uint256 place = 0;
        for (uint256 i = 0; i < PAIRS; ++i) {
            if (i == without) continue;
            drafts[++place] = _order(buyers[i], ETH_USDT, ONE_SHOT, 310_000, 500, 1);
        }
    }

    function _fills(uint256 count) private pure returns (BatchCodec.Fill[] memory fills) {
        fills = new BatchCodec.Fill[](count);
        for (uint256 i = 0; i < count; ++i) {
            fills[i] = BatchCodec.Fill(uint16(i + 1), 0, 500, 0, false);
        }
    }

    function _poison(uint256 what, Draft memory draft, BatchCodec.Fill memory fill) private {
        if (what == 0) draft.key = bob.key;
        else if (what == 1) draft.order.expiry = START - 1 hours;
        else if (what == 2) draft.order.price = 299_999;
        else if (what == 3) fill.lots = 501;
        else if (what == 4) draft.order.quantity = 499;
        else if (what == 5) draft.order.maxFeePpm = 499;
        else if (what == 6) draft.order.epoch = 1;
        else if (what == 7) fill.price = 300_001;
        else _spend(draft.order.account);
    }

    /// The buyer's money goes elsewhere first.
    function _spend(address account) private {
        for (uint256 i = 0; i < PAIRS; ++i) {
            if (buyers[i].account != account) continue;
            _settle(_paying(_withdrawal(buyers[i], LUSD, 9000e6, 1)));
        }
    }

    /// forge-config: default.fuzz.runs = 128
    /// forge-config: release.fuzz.runs = 128
    function testFuzz_oneWrongPairSpoilsTheBatchAndNothingElse(uint256 which, uint256 what) public {
        which = bound(which, 0, PAIRS - 1);
        what = bound(what, 0, POISONS - 1);
        Draft[] memory drafts = _drafts(PAIRS);
        BatchCodec.Fill[] memory fills = _fills(PAIRS);
        _poison(what, drafts[which + 1], fills[which]);
        (bytes memory encoded,) =
            BatchCodec.encode(_pack(_next(), drafts, fills, new WithdrawalDraft[](0)));
        uint48 sequence = _next();
        vm.prank(OPERATOR);
        vm.expectRevert();
        house.settle(encoded);
        assertEq(_next(), sequence);
        assertEq(house.balanceOf(bob.account, LETH), 1000e8);
        // Without the pair, under the same number.
        _settle(_pack(_next(), _drafts(which), _fills(PAIRS - 1), new WithdrawalDraft[](0)));
        assertEq(house.balanceOf(bob.account, LETH), 1000e8 - (PAIRS - 1) * 500 * 1e5);
        assertEq(house.balanceOf(buyers[which].account, LETH), 0);
    }

    /// forge-config: default.fuzz.runs = 128
    /// forge-config: release.fuzz.runs = 128
    function testFuzz_ordersAndAccountsInAnyOtherOrderAreRefused(uint256 first, uint256 second)
        public
    {
        BatchCodec.PackedBatch memory batch =
            _pack(1, _drafts(PAIRS), _fills(PAIRS), new WithdrawalDraft[](0));
        first = bound(first, 0, PAIRS);
        second = bound(second, 0, PAIRS);
        vm.assume(first != second);
        BatchCodec.PackedOrder memory order = batch.orders[first];
        (batch.orders[first], batch.orders[second]) = (batch.orders[second], order);
        _expectRefusal(batch, IClearingHouseErrors.OrdersNotAscending.selector);
        (batch.orders[second], batch.orders[first]) = (batch.orders[first], order);
        address account = batch.accounts[first];
        (batch.accounts[first], batch.accounts[second]) = (batch.accounts[second], account);
        _expectRefusal(batch, IClearingHouseErrors.AccountsNotAscending.selector);
    }

    /// An order, an account or a withdrawal twice.
    /// forge-config: default.fuzz.runs = 128
    /// forge-config: release.fuzz.runs = 128
    function testFuzz_nothingIsThereTwice(uint256 which) public {
        which = bound(which, 0, PAIRS - 1);
        BatchCodec.PackedBatch memory batch =
            _pack(1, _drafts(PAIRS), _fills(PAIRS), new WithdrawalDraft[](0));
        batch.orders[which + 1] = batch.orders[which];
        _expectRefusal(batch, IClearingHouseErrors.OrdersNotAscending.selector);
        batch = _pack(1, _drafts(PAIRS), _fills(PAIRS), new WithdrawalDraft[](0));
        batch.accounts[which + 1] = batch.accounts[which];
        _expectRefusal(batch, IClearingHouseErrors.AccountsNotAscending.selector);
        WithdrawalDraft[] memory twice = new WithdrawalDraft[](2);
        twice[0] = _withdrawal(buyers[which], LUSD, 1e6, 1);
        twice[1] = twice[0];
        batch = _pack(1, new Draft[](0), new BatchCodec.Fill[](0), twice);
        _expectRefusal(batch, IClearingHouseErrors.WithdrawalNonceUsed.selector);
    }

    /// An account that nobody has signed for is no part of what changes, and the zero address none.
    function test_strangersInTheListGainNothing() public {
        BatchCodec.PackedBatch memory batch =
            _pack(1, _drafts(PAIRS), _fills(PAIRS), new WithdrawalDraft[](0));
        address[] memory accounts = new address[](PAIRS + 2);
        for (uint256 i = 0; i <= PAIRS; ++i) {
            accounts[i] = batch.accounts[i];
        }
        accounts[PAIRS + 1] = address(type(uint160).max);
        batch.accounts = accounts;
        _settle(batch);
        assertEq(house.balanceOf(address(type(uint160).max), LUSD), 0);
        address[] memory zero = new address[](1);
        batch = _pack(2, new Draft[](0), new BatchCodec.Fill[](0), new WithdrawalDraft[](0));
        batch.accounts = zero;
        _expectRefusal(batch, IClearingHouseErrors.AccountsNotAscending.selector);
    }

    function _expectRefusal(BatchCodec.PackedBatch memory batch, bytes4 selector) private {
        (bytes memory encoded,) = BatchCodec.encode(batch);
        vm.prank(OPERATOR);
        vm.expectPartialRevert(selector);
        house.settle(encoded);
    }
}
