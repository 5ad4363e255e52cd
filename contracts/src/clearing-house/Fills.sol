// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { BatchLedger } from "./BatchLedger.sol";
import { Fees } from "./Fees.sol";
import { MarketWord, MarketWords } from "./MarketWord.sol";
import { OrderWord, OrderWords } from "./OrderWord.sol";
import { Orders } from "./Orders.sol";

/// @title Fills of a batch, and how far they fill resting orders
abstract contract Fills is Orders {
    using BatchLedger for uint256;

    /// In the lots of a fill: a price follows. In that price: it is an auction's.
    uint256 private constant MARKED = 1 << 31;

    /// Account and all of the nonce but its lowest seven bits: 128 orders' marks share a slot.
    uint256 private constant MARK_GROUP_BITS = (OrderWords.MASK_16 << OrderWords.ACCOUNT_SHIFT)
        | ((OrderWords.MASK_48 - 127) << OrderWords.NONCE_SHIFT);

    /// Bits of an order's word that must be equal.
    uint256 private constant DIFFERENT_MARKETS = OrderWords.MASK_8 << OrderWords.MARKET_SHIFT;

    function _applyFills(Frame memory frame) internal view {
        uint256 position = frame.fills;
        uint256 end = frame.fillsEnd;
        uint256 index = 0;
        if (position == end) return;
        unchecked {
            while (position < end) {
                uint256 fill = _word(position);
                if (fill & (MARKED << 192) == 0) {
                    _applyPlainFill(frame, index, fill >> 192);
                    position += 8;
                } else {
                    // The price, with the mark of an auction. No price is zero: then it is the maker's.
                    uint256 price = (fill >> 160) & OrderWords.MASK_32;
                    if (price & MAX_TERM == 0) revert PriceOutsideLimits(index, 0, 0, 0);
                    _applyFill(frame, index, fill >> 192, price);
                    position += 12;
                }
                ++index;
            }
        }
        if (position != end) revert MalformedBatch(position, end);
    }

    /// Applies a fill at the maker's price, which most are, at less cost than `_applyFill`. When anything
    /// is wrong it changes nothing: then `_applyFill` decides, which says what it is.
    function _applyPlainFill(Frame memory frame, uint256 index, uint256 fill) private view {
        (uint256 takerAt, uint256 makerAt, bool known) = _ordersOf(frame, fill);
        uint256 taker;
        uint256 maker;
        bool valid;
        if (known) (taker, maker, valid) = _match(takerAt, makerAt, fill & MAX_TERM);
        if (valid) {
            _setOrder(takerAt, taker);
            _setOrder(makerAt, maker);
            _moveUsual(frame, taker, maker, fill & MAX_TERM);
        } else {
            _applyFill(frame, index, fill, 0);
        }
    }

    /// Where the orders of a fill are, if the batch has them.
    function _ordersOf(Frame memory frame, uint256 fill)
        private
        pure
        returns (uint256 takerAt, uint256 makerAt, bool known)
    {
        uint256 words = frame.orderWords;
        uint256 end = frame.orderWordsEnd;
        assembly ("memory-safe") {
            takerAt := add(words, shl(5, shr(48, fill)))
            makerAt := add(words, shl(5, and(shr(32, fill), 0xffff)))
            known := and(lt(takerAt, end), lt(makerAt, end))
        }
    }

    /// Counts the lots of a fill for both orders, and says whether the two may trade at the maker's price.
    function _match(uint256 takerAt, uint256 makerAt, uint256 lots)
        private
        pure
        returns (uint256 taker, uint256 maker, bool valid)
    {
        assembly ("memory-safe") {
            taker := add(mload(takerAt), lots)
            maker := add(mload(makerAt), lots)
            let difference := xor(taker, maker)
            // Equal markets, other sides, other accounts.
            valid := eq(and(shr(216, difference), 0x1ff), 0x100)
            valid := and(valid, gt(shr(240, difference), 0))
            // A maker that is not one-shot, a taker that is not post-only.
            let wrong := and(shr(226, or(shl(1, maker), taker)), 1)
            // What is left of either, below zero when it is filled beyond its quantity.
            let left := or(sub(shr(152, taker), taker), sub(shr(152, maker), maker))
            wrong := or(wrong, and(shr(31, left), 1))
            // For a taker that sells, the other way round.
            let flip := sub(0, and(shr(224, taker), 1))
            let limit := xor(flip, and(shr(184, taker), 0xffffffff))
            wrong := or(wrong, lt(limit, xor(flip, and(shr(184, maker), 0xffffffff))))
            valid := gt(and(valid, gt(lots, 0)), wrong)
        }
    }

    /// What `_move` does for a fill at the maker's price, at less cost when both assets are in first pages.
    function _moveUsual(Frame memory frame, uint256 taker, uint256 maker, uint256 lots)
        private
        view
    {
        uint256 market = MarketWord.unwrap(_marketAt(frame, taker));
        uint256 price = (maker >> OrderWords.PRICE_SHIFT) & OrderWords.MASK_32;
        uint256 buyer = (taker >> OrderWords.RECORD_SHIFT) & OrderWords.MASK_32;
        uint256 seller = (maker >> OrderWords.RECORD_SHIFT) & OrderWords.MASK_32;
        (uint256 baseFee, uint256 quoteFee) = _feesPpm(frame, taker, maker, 0);
        // The buyer's rate is charged in base.
        if (taker & OrderWords.SELL_BIT != 0) {
            (buyer, seller) = (seller, buyer);
            (baseFee, quoteFee) = (quoteFee, baseFee);
        }
        uint256 base;
        uint256 notional;
        bool usual;
        assembly ("memory-safe") {
            base := mul(lots, and(market, 0xffffffffffffffff))
            notional := mul(mul(price, lots), shr(224, market))
            // Both assets in first pages, and enough of both.
            usual := gt(
                byte(6, market),
                lt(and(shr(byte(5, market), mload(buyer)), 0xffffffffffffff), notional)
            )
            usual := gt(usual, lt(and(shr(byte(4, market), mload(seller)), 0xffffffffffffff), base))
        }
        if (!usual) {
            _move(frame, taker, maker, (price << 32) | lots, false);
            return;
        }
        baseFee = Fees.feeOf(base, baseFee);
        quoteFee = Fees.feeOf(notional, quoteFee);
        _exchange(frame.feeRecord, market, buyer, seller, base, notional, baseFee, quoteFee);
    }

    /// Pays base to the buyer and quote to the seller, less their fees; both have what they pay.
    function _exchange(
        uint256 fees,
        uint256 market,
        uint256 buyer,
        uint256 seller,
        uint256 base,
        uint256 notional,
        uint256 baseFee,
        uint256 quoteFee
    ) private pure {
        assembly ("memory-safe") {
            let baseShift := byte(4, market)
            let quoteShift := byte(5, market)
            let paid := sub(mload(buyer), shl(quoteShift, notional))
            mstore(buyer, add(paid, shl(baseShift, sub(base, baseFee))))
            paid := sub(mload(seller), shl(baseShift, base))
            mstore(seller, add(paid, shl(quoteShift, sub(notional, quoteFee))))
            // The fee account may be one of the two.
            paid := add(shl(baseShift, baseFee), shl(quoteShift, quoteFee))
            mstore(fees, add(mload(fees), paid))
        }
    }

    /// The market of an order that was verified.
    function _marketAt(Frame memory frame, uint256 order) private pure returns (MarketWord market) {
        uint256 table = frame.marketTable;
        assembly ("memory-safe") {
            market := mload(add(table, shl(5, byte(4, order))))
        }
    }

    /// @dev Fields are taken out of words by hand here, as in `_verifyOrders`.
    function _applyFill(Frame memory frame, uint256 index, uint256 fill, uint256 given)
        private
        view
    {
        uint256 lots = fill & MAX_TERM;
        uint256 taker = _count(frame, fill >> 48, lots);
        uint256 maker = _count(frame, (fill >> 32) & 0xffff, lots);
        if (lots == 0) revert EmptyFill(index);
        uint256 difference = taker ^ maker;
        if (difference & DIFFERENT_MARKETS != 0) revert MarketsDiffer(index);
        if (difference & OrderWords.SELL_BIT == 0) revert SidesEqual(index);
        if (difference >> OrderWords.ACCOUNT_SHIFT == 0) revert SelfTrade(index);
        // Usually a maker that may rest meets a taker that may take, at the maker's price.
        uint256 unusual = (maker & OrderWords.ONE_SHOT_BIT) | (taker & OrderWords.POST_ONLY_BIT);
        if (unusual | given != 0) _checkRoles(index, taker, maker, given);
        uint256 buyLimit = (taker >> OrderWords.PRICE_SHIFT) & OrderWords.MASK_32;
        uint256 sellLimit = (maker >> OrderWords.PRICE_SHIFT) & OrderWords.MASK_32;
        uint256 price = given == 0 ? sellLimit : given & MAX_TERM;
        if (taker & OrderWords.SELL_BIT != 0) (buyLimit, sellLimit) = (sellLimit, buyLimit);
        if (price > buyLimit || price < sellLimit) {
            revert PriceOutsideLimits(index, price, buyLimit, sellLimit);
        }
        _move(frame, taker, maker, (price << 32) | lots, given & MARKED != 0);
    }

    /// Counts the lots of a fill for one of its orders.
    function _count(Frame memory frame, uint256 index, uint256 lots)
        private
        pure
        returns (uint256 order)
    {
        _requireIndex(index, frame.orderCount);
        uint256 words = frame.orderWords;
        assembly ("memory-safe") {
            let pointer := add(words, shl(5, index))
            // Both are below 2^31, so the sum keeps within its 32 bits.
            order := add(mload(pointer), lots)
            mstore(pointer, order)
        }
        uint256 quantity = (order >> OrderWords.QUANTITY_SHIFT) & OrderWords.MASK_32;
        _requireLeft(index, order & OrderWords.MASK_32, quantity);
    }

    function _requireLeft(uint256 index, uint256 filled, uint256 quantity) private pure {
        if (filled > quantity) revert Overfilled(index, filled, quantity);
    }

    /// Whether each order may have the part that it has in a fill.
    /// @param given The price that the batch gives, with the mark of an auction; 0 = the maker's.
    function _checkRoles(uint256 index, uint256 taker, uint256 maker, uint256 given) private pure {
        if (maker & OrderWords.ONE_SHOT_BIT != 0) revert OneShotOrderRests(index);
        if (given & MARKED == 0) {
            if (taker & OrderWords.POST_ONLY_BIT != 0) revert PostOnlyOrderTakes(index);
            bool slid = given != 0;
            if (slid && maker & OrderWords.POST_ONLY_BIT == 0) revert PriceOfMakerDiffers(index);
        } else if (taker & OrderWords.ONE_SHOT_BIT != 0) {
            revert OneShotOrderRests(index);
        }
    }

    /// Moves the money of a fill: each side pays its fee out of what it receives.
    /// @param trade The price, then in the lowest 32 bits the lots.
    function _move(Frame memory frame, uint256 taker, uint256 maker, uint256 trade, bool auction)
        private
        view
    {
        MarketWord market = _marketOf(frame, (taker >> OrderWords.MARKET_SHIFT) & OrderWords.MASK_8);
        uint256 base;
        uint256 notional;
        unchecked {
            // At most 2^95 and 2^94: what exceeds any balance is refused below.
            base = (trade & OrderWords.MASK_32) * market.unitsPerLot();
            notional = (trade >> 32) * (trade & OrderWords.MASK_32) * market.quantaPerTickLot();
        }
        uint256 taking = OrderWord.wrap(taker).record();
        uint256 making = OrderWord.wrap(maker).record();
        (uint256 takerPpm, uint256 makerPpm) = _feesPpm(frame, taker, maker, auction ? 1 : 0);
        uint256 fees = frame.feeRecord;
        // The buyer receives base, the seller quote.
        if (taker & OrderWords.SELL_BIT != 0) {
            making.pay(taking, fees, market.quoteAsset(), notional, Fees.feeOf(notional, takerPpm));
            taking.pay(making, fees, market.baseAsset(), base, Fees.feeOf(base, makerPpm));
        } else {
            taking.pay(making, fees, market.quoteAsset(), notional, Fees.feeOf(notional, makerPpm));
            making.pay(taking, fees, market.baseAsset(), base, Fees.feeOf(base, takerPpm));
        }
    }

    /// What the orders' rows charge: the rate of taking is behind that of resting, and in an auction
    /// both rest.
    function _feesPpm(Frame memory frame, uint256 taker, uint256 maker, uint256 auction)
        private
        pure
        returns (uint256 takerPpm, uint256 makerPpm)
    {
        uint256 rows = frame.rows;
        assembly ("memory-safe") {
            // The row is byte 2 of an order.
            let row := add(rows, mul(ROW_SIZE, byte(2, taker)))
            takerPpm := and(shr(add(208, mul(24, auction)), calldataload(row)), 0xffffff)
            row := add(rows, mul(ROW_SIZE, byte(2, maker)))
            makerPpm := shr(232, calldataload(row))
        }
    }

    /// Remembers how far resting orders are filled. Orders are sorted, so that those whose marks are in
    /// one slot follow one another.
    function _fillLanes(Frame memory frame) internal {
        uint256 pointer = frame.orderWords;
        uint256 end = frame.orderWordsEnd;
        if (pointer == end) return;
        uint256 lastGroup = type(uint256).max;
        uint256 slot = 0;
        uint256 marks = 0;
        unchecked {
            for (; pointer < end; pointer += 32) {
                uint256 order = OrderWord.unwrap(_orderAt(pointer));
                uint256 filled = order & OrderWords.MASK_32;
                if (filled == 0) revert OrderWithoutFill(_indexOf(frame, pointer));
                if (order & OrderWords.ONE_SHOT_BIT != 0) continue;
                // Account and group of the nonce.
                uint256 group = order & MARK_GROUP_BITS;
                if (group != lastGroup) {
                    if (slot != 0) _setSlot(slot, marks);
                    slot = _markSlot(order);
                    marks = _slot(slot);
                    lastGroup = group;
                }
                uint256 shift = (order >> (OrderWords.NONCE_SHIFT - 1)) & 0xfe;
                uint256 known = (marks >> shift) & (TRACKED | DONE);
                uint256 quantity = (order >> OrderWords.QUANTITY_SHIFT) & OrderWords.MASK_32;
                // Nothing is known of it, and nothing of it is left.
                if (known | (quantity ^ filled) == 0) {
                    marks |= DONE << shift;
                } else {
                    marks |= TRACKED << shift;
                    _fillLane(frame, pointer, OrderWord.wrap(order), known);
                }
            }
        }
        if (slot != 0) _setSlot(slot, marks);
    }

    /// Counts the lots of an order that was not, or is not, filled whole at once.
    function _fillLane(Frame memory frame, uint256 pointer, OrderWord order, uint256 known)
        private
    {
        uint256 index = _indexOf(frame, pointer);
        address account = order.record().accountOf();
        (uint256 filled, uint256 quantity) = (order.filled(), order.quantity());
        (uint256 group, uint256 shift) = _laneOf(order.nonce());
        mapping(uint256 group => uint256 lanes) storage filledOf = _filled[account];
        uint256 lanes = filledOf[group];
        unchecked {
            // Every sum is below 2^32, and the one that is stored below 2^31.
            if (known & DONE != 0) _requireLeft(index, quantity + filled, quantity);
            if ((lanes >> shift) & CANCELED != 0) {
                uint256 bindsAt = (_cancelBindsAt[account][group] >> shift) & LANE_MASK;
                if (block.timestamp >= bindsAt) {
                    revert OrderCanceledOnChain(index, account, order.nonce());
                }
            }
            _requireLeft(index, ((lanes >> shift) & MAX_TERM) + filled, quantity);
            filledOf[group] = lanes + (filled << shift);
        }
    }

    /// Where the marks of a resting order are.
    function _markSlot(uint256 order) private view returns (uint256 slot) {
        address account = OrderWord.wrap(order).record().accountOf();
        mapping(uint256 group => uint256 marks) storage marks = _marks[account];
        (uint256 group,) = _markOf(OrderWord.wrap(order).nonce());
        assembly ("memory-safe") {
            mstore(0, group)
            mstore(0x20, marks.slot)
            slot := keccak256(0, 0x40)
        }
    }

    function _slot(uint256 slot) private view returns (uint256 word) {
        assembly ("memory-safe") {
            word := sload(slot)
        }
    }

    function _setSlot(uint256 slot, uint256 word) private {
        assembly ("memory-safe") {
            sstore(slot, word)
        }
    }
}
