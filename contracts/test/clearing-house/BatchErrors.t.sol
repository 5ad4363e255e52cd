// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouseErrors } from "../../src/clearing-house/IClearingHouseErrors.sol";
import { BatchCodec } from "./BatchCodec.sol";
import { ClearingHouseFixture } from "./ClearingHouseFixture.sol";

/// @notice Every rule of a batch, and the error that says which was broken.
contract BatchErrorsTest is ClearingHouseFixture {
    function setUp() public override {
        super.setUp();
        _deposit(alice.account, LUSD, 1_000_000e6);
        _deposit(bob.account, LETH, 1000e8);
    }

    function _buy() private view returns (Draft memory) {
        return _order(alice, ETH_USDT, ONE_SHOT, 310_000, 1000, 5);
    }

    function _sell() private view returns (Draft memory) {
        return _order(bob, ETH_USDT, SELL, 300_000, 1000, 64);
    }

    function _batch() private view returns (BatchCodec.PackedBatch memory) {
        return _pair(_buy(), _sell(), 1000);
    }

    function _alices(BatchCodec.PackedBatch memory batch) private view returns (uint256) {
        return batch.accounts[batch.orders[0].account] == alice.account ? 0 : 1;
    }

    function _bobs(BatchCodec.PackedBatch memory batch) private view returns (uint256) {
        return 1 - _alices(batch);
    }

    function _fill(uint32 lots, uint32 price, bool auction)
        private
        pure
        returns (BatchCodec.Fill memory)
    {
        return BatchCodec.Fill(0, 1, lots, price, auction);
    }

    // Whoever sends it

    function test_settle_isForOperatorsWhileNotPaused() public {
        (bytes memory encoded,) = BatchCodec.encode(_batch());
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IClearingHouseErrors.NotOperator.selector, STRANGER));
        house.settle(encoded);
        vm.prank(GUARDIAN);
        house.pause();
        vm.prank(OPERATOR);
        vm.expectRevert(IClearingHouseErrors.ClearingHousePaused.selector);
        house.settle(encoded);
    }

    // Header

    function test_settle_refusesAnotherVersionOrNumber() public {
        BatchCodec.PackedBatch memory batch = _batch();
        batch.version = 2;
        _refuse(batch, abi.encodeWithSelector(IClearingHouseErrors.UnknownBatchVersion.selector, 2));
        batch.version = 1;
        batch.sequence = 2;
        _refuse(batch, abi.encodeWithSelector(IClearingHouseErrors.WrongSequence.selector, 2, 1));
        vm.prank(OPERATOR);
        vm.expectRevert(abi.encodeWithSelector(IClearingHouseErrors.MalformedBatch.selector, 16, 3));
        house.settle(hex"010000");
    }

    function test_settle_takesAnEmptyBatch() public {
        BatchCodec.PackedBatch memory batch;
        (batch.version, batch.sequence) = (1, 1);
        _settle(batch);
        assertEq(house.nextSequence(), 2);
    }

    // Orders

    function test_settle_refusesUnsortedOrders() public {
        BatchCodec.PackedBatch memory batch = _batch();
        (batch.orders[0], batch.orders[1]) = (batch.orders[1], batch.orders[0]);
        (batch.fills[0].taker, batch.fills[0].maker) = (batch.fills[0].maker, batch.fills[0].taker);
        _refuse(batch, abi.encodeWithSelector(IClearingHouseErrors.OrdersNotAscending.selector, 1));
    }

    function test_settle_refusesIndicesBeyondTheBatch() public {
        bytes4 selector = IClearingHouseErrors.IndexOutOfRange.selector;
        BatchCodec.PackedBatch memory batch = _batch();
        batch.orders[1].account = 2;
        _refuse(batch, abi.encodeWithSelector(selector, 2, 2));
        batch = _batch();
        batch.orders[0].row = 1;
        _refuse(batch, abi.encodeWithSelector(selector, 1, 1));
        batch = _batch();
        batch.fills[0].taker = 2;
        _refuse(batch, abi.encodeWithSelector(selector, 2, 2));
        batch = _batch();
        batch.fills[0].maker = 7;
        _refuse(batch, abi.encodeWithSelector(selector, 7, 2));
    }

    function test_settle_refusesFlagsItDoesNotKnow() public {
        uint8[2] memory flags = [REDUCE_ONLY, 128];
        for (uint256 i = 0; i < flags.length; ++i) {
            BatchCodec.PackedBatch memory batch = _batch();
            uint256 index = _alices(batch);
            batch.orders[index].flags |= flags[i];
            uint256 all = batch.orders[index].flags;
            _refuse(
                batch,
                abi.encodeWithSelector(IClearingHouseErrors.UnsupportedFlags.selector, index, all)
            );
        }
    }

    function test_settle_refusesTermsOutOfRange() public {
        uint32[2] memory terms = [uint32(0), 1 << 31];
        for (uint256 i = 0; i < terms.length; ++i) {
            Draft memory buy = _buy();
            buy.order.price = terms[i];
            BatchCodec.PackedBatch memory batch = _pair(buy, _sell(), 1000);
            bytes4 selector = IClearingHouseErrors.TermOutOfRange.selector;
            _refuse(batch, abi.encodeWithSelector(selector, _alices(batch), terms[i], 1000));
            buy = _buy();
            buy.order.quantity = terms[i];
            batch = _pair(buy, _sell(), 1000);
            _refuse(batch, abi.encodeWithSelector(selector, _alices(batch), 310_000, terms[i]));
        }
    }

    function test_settle_refusesOrdersBelowTheMinimum() public {
        Draft memory buy = _order(alice, ETH_USDT, ONE_SHOT, 99_999, 1, 5);
        BatchCodec.PackedBatch memory batch =
            _pair(buy, _order(bob, ETH_USDT, SELL, 99_999, 1000, 64), 1);
        _refuse(
            batch,
            abi.encodeWithSelector(
                IClearingHouseErrors.OrderBelowMinimum.selector, _alices(batch), 999_990, 1e6
            )
        );
    }

    function test_settle_refusesUnknownAndInactiveMarkets() public {
        Draft memory buy = _order(alice, 4, ONE_SHOT, 310_000, 1000, 5);
        Draft memory sell = _order(bob, 4, SELL, 300_000, 1000, 64);
        _refuse(
            _pair(buy, sell, 1000),
            abi.encodeWithSelector(IClearingHouseErrors.UnknownMarket.selector, 4)
        );
        BatchCodec.PackedBatch memory batch = _batch();
        batch.orders[0].market = 64;
        _refuse(batch, abi.encodeWithSelector(IClearingHouseErrors.UnknownMarket.selector, 64));
        vm.prank(OWNER);
        house.setMarketActive(ETH_USDT, false);
        _refuse(
            _batch(), abi.encodeWithSelector(IClearingHouseErrors.MarketInactive.selector, ETH_USDT)
        );
    }

    function test_settle_refusesFeesAboveWhatWasSigned() public {
        (makerPpm, takerPpm) = (501, 500);
        _refuse(
            _batch(),
            abi.encodeWithSelector(IClearingHouseErrors.FeeAboveSignedMaximum.selector, 501, 500)
        );
        (makerPpm, takerPpm) = (500, 501);
        _refuse(
            _batch(),
            abi.encodeWithSelector(IClearingHouseErrors.FeeAboveSignedMaximum.selector, 501, 500)
        );
        (makerPpm, takerPpm) = (500, 500);
        _settle(_batch());
    }

    function test_settle_refusesFeesAboveTheMarketsCap() public {
        Draft memory buy = _buy();
        Draft memory sell = _sell();
        (buy.order.maxFeePpm, sell.order.maxFeePpm) = (9000, 9000);
        bytes4 selector = IClearingHouseErrors.FeeAboveMarketCap.selector;
        (makerPpm, takerPpm) = (1001, 2000);
        _refuse(_pair(buy, sell, 1000), abi.encodeWithSelector(selector, ETH_USDT, 1001, 1000));
        (makerPpm, takerPpm) = (1000, 2001);
        _refuse(_pair(buy, sell, 1000), abi.encodeWithSelector(selector, ETH_USDT, 2001, 2000));
        (makerPpm, takerPpm) = (1000, 2000);
        _settle(_pair(buy, sell, 1000));
    }

    function test_settle_keepsTheGraceAfterTheExpiry() public {
        BatchCodec.PackedBatch memory batch = _batch();
        uint256 expiry = START + 1 hours;
        vm.warp(expiry + 30 minutes + 1);
        bytes4 selector = IClearingHouseErrors.SignatureExpired.selector;
        _refuse(batch, abi.encodeWithSelector(selector, 0, expiry));
        vm.warp(expiry + 30 minutes);
        _settle(batch);
    }

    function test_settle_takesGrowingOneShotNoncesOnly() public {
        _settle(_batch());
        for (uint48 nonce = 4; nonce <= 5; ++nonce) {
            BatchCodec.PackedBatch memory batch = _pair(
                _order(alice, ETH_USDT, ONE_SHOT, 310_000, 1000, nonce),
                _order(bob, ETH_USDT, SELL, 300_000, 1000, 65),
                1000
            );
            bytes4 selector = IClearingHouseErrors.OneShotNonceUsed.selector;
            _refuse(batch, abi.encodeWithSelector(selector, _alices(batch), nonce, 5));
        }
    }

    function test_settle_refusesOrdersWithoutFill() public {
        BatchCodec.PackedBatch memory batch = _batch();
        batch.fills = new BatchCodec.Fill[](0);
        _refuse(batch, abi.encodeWithSelector(IClearingHouseErrors.OrderWithoutFill.selector, 0));
    }

    function test_settle_triggeredOrdersCarryTheirTriggerPrice() public {
        Draft memory stop = _order(alice, ETH_USDT, 0, 310_000, 1000, 64);
        stop.order.triggerPrice = 305_000;
        _settle(_pair(stop, _sell(), 1000));
        (uint256 filled, bool whole,) = house.restingOrder(alice.account, 64);
        assertTrue(whole);
        assertEq(filled, 0);
    }

    // Fills

    function test_settle_fillsRestingOrdersOverSeveralBatchesUpToTheirQuantity() public {
        Draft memory sell = _sell();
        _settle(_pair(_order(alice, ETH_USDT, ONE_SHOT, 300_000, 600, 1), sell, 600));
        BatchCodec.PackedBatch memory batch =
            _pair(_order(alice, ETH_USDT, ONE_SHOT, 300_000, 500, 2), sell, 401);
        _refuse(
            batch,
            abi.encodeWithSelector(
                IClearingHouseErrors.Overfilled.selector, _bobs(batch), 1001, 1000
            )
        );
        _settle(_pair(_order(alice, ETH_USDT, ONE_SHOT, 300_000, 500, 2), sell, 400));
        (uint256 filled, bool whole,) = house.restingOrder(bob.account, 64);
        assertFalse(whole);
        assertEq(filled, 1000);
    }

    function test_settle_refusesFillsThatCannotBe() public {
        _refuse(
            _pair(_buy(), _sell(), 0),
            abi.encodeWithSelector(IClearingHouseErrors.EmptyFill.selector, 0)
        );
        Draft memory other = _order(bob, ETH_USDT, 0, 300_000, 1000, 64);
        _refuse(
            _pair(_buy(), other, 1000),
            abi.encodeWithSelector(IClearingHouseErrors.SidesEqual.selector, 0)
        );
        other = _order(bob, LUX_USDT, SELL, 300_000, 1000, 64);
        _refuse(
            _pair(_buy(), other, 1000),
            abi.encodeWithSelector(IClearingHouseErrors.MarketsDiffer.selector, 0)
        );
        other = _order(alice, ETH_USDT, SELL, 300_000, 1000, 64);
        _refuse(
            _pair(_buy(), other, 1000),
            abi.encodeWithSelector(IClearingHouseErrors.SelfTrade.selector, 0)
        );
        other = _order(bob, ETH_USDT, SELL, 310_001, 1000, 64);
        _refuse(
            _pair(_buy(), other, 1000),
            abi.encodeWithSelector(
                IClearingHouseErrors.PriceOutsideLimits.selector, 0, 310_001, 310_000, 310_001
            )
        );
    }

    function test_settle_oneShotOrdersNeverRest() public {
        Draft memory sell = _order(bob, ETH_USDT, SELL | ONE_SHOT, 300_000, 1000, 1);
        Draft memory buy = _order(alice, ETH_USDT, 0, 310_000, 1000, 64);
        bytes memory reason =
            abi.encodeWithSelector(IClearingHouseErrors.OneShotOrderRests.selector, 0);
        _refuse(_pair(buy, sell, 1000), reason);
        _refuse(_pair(sell, buy, _fill(1000, 305_000, true)), reason);
        _settle(_pair(sell, buy, 1000));
        assertEq(house.balanceOf(FEES, LUSD), 3100e6 * 500 / 1e6);
    }

    function test_settle_postOnlyOrdersNeverTake() public {
        Draft memory buy = _order(alice, ETH_USDT, POST_ONLY, 310_000, 1000, 64);
        _refuse(
            _pair(buy, _sell(), 1000),
            abi.encodeWithSelector(IClearingHouseErrors.PostOnlyOrderTakes.selector, 0)
        );
    }

    function test_settle_onlyPostOnlyOrdersMayHaveSlid() public {
        _refuse(
            _pair(_buy(), _sell(), _fill(1000, 305_000, false)),
            abi.encodeWithSelector(IClearingHouseErrors.PriceOfMakerDiffers.selector, 0)
        );
        Draft memory slid = _order(bob, ETH_USDT, SELL | POST_ONLY, 300_000, 1000, 64);
        _refuse(
            _pair(_buy(), slid, _fill(1000, 299_999, false)),
            abi.encodeWithSelector(
                IClearingHouseErrors.PriceOutsideLimits.selector, 0, 299_999, 310_000, 300_000
            )
        );
        _settle(_pair(_buy(), slid, _fill(1000, 305_000, false)));
        assertEq(house.balanceOf(alice.account, LUSD), 1_000_000e6 - 3050e6);
        assertEq(house.balanceOf(FEES, LETH), 1e8 * 500 / 1e6);
    }

    function test_settle_auctionsTradeAtOnePriceForTheMakerFee() public {
        Draft memory buy = _order(alice, ETH_USDT, 0, 310_000, 1000, 64);
        _settle(_pair(buy, _sell(), _fill(1000, 304_000, true)));
        assertEq(house.balanceOf(alice.account, LUSD), 1_000_000e6 - 3040e6);
        assertEq(house.balanceOf(alice.account, LETH), 1e8 - 1e8 * 200 / 1e6);
        assertEq(house.balanceOf(bob.account, LUSD), 3040e6 - 3040e6 * 200 / 1e6);
    }

    function test_settle_refusesWhatSomebodyCannotPay() public {
        Draft memory buy = _order(carol, ETH_USDT, ONE_SHOT, 310_000, 1000, 5);
        _refuse(
            _pair(buy, _sell(), 1000),
            abi.encodeWithSelector(
                IClearingHouseErrors.InsufficientBalance.selector, carol.account, LUSD, 0, 3000e6
            )
        );
        Draft memory sell = _order(carol, ETH_USDT, SELL, 300_000, 1000, 64);
        _refuse(
            _pair(_buy(), sell, 1000),
            abi.encodeWithSelector(
                IClearingHouseErrors.InsufficientBalance.selector, carol.account, LETH, 0, 1e8
            )
        );
    }

    function test_settle_theFeeAccountMayBeListedAndTrade() public {
        Trader memory fees = _trader("fees");
        _deposit(fees.account, LETH, 10e8);
        Draft memory sell = _order(fees, ETH_USDT, SELL, 300_000, 1000, 64);
        _settle(_pair(_buy(), sell, 1000));
        // It pays its own fee to itself.
        assertEq(house.balanceOf(fees.account, LUSD), 3000e6);
        assertEq(house.balanceOf(fees.account, LETH), 9e8 + 1e8 * 500 / 1e6);
    }

    function test_settle_nettingPaysWithWhatCameInBefore() public {
        // Carol has nothing: she sells what she has just bought, in one batch.
        _deposit(carol.account, LUSD, 3000e6);
        _deposit(alice.account, LETH, 1);
        Draft[] memory drafts = new Draft[](4);
        drafts[0] = _order(carol, ETH_USDT, ONE_SHOT, 300_000, 1000, 1);
        drafts[1] = _sell();
        drafts[2] = _order(carol, ETH_USDT, SELL | ONE_SHOT, 300_000, 999, 2);
        drafts[3] = _order(alice, ETH_USDT, 0, 301_000, 999, 64);
        BatchCodec.Fill[] memory fills = new BatchCodec.Fill[](2);
        fills[0] = BatchCodec.Fill(0, 1, 1000, 0, false);
        fills[1] = BatchCodec.Fill(2, 3, 999, 0, false);
        _settle(_pack(1, drafts, fills, new WithdrawalDraft[](0)));
        assertEq(house.balanceOf(carol.account, LETH), 1e8 - 50_000 - 99_900_000);
        assertEq(house.accountOf(carol.account).oneShotNonce, 2);
    }
}
