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
        unchecked {
            while (position < end) {
                uint256 word = _word(position);
                uint256 price = 0;
                position += 8;
                if (word & (MARKED << 192) != 0) {
                    // The price, with the mark of an auction. No price is zero, which means none here.
                    price = (word >> 160) & 0xffffffff;
                    if (price & MAX_TERM == 0) revert PriceOutsideLimits(index, 0, 0, 0);
                    position += 4;
                }
                bool applied = price == 0 && _applyUsualFill(frame, word >> 192);
                if (!applied) _applyFill(frame, index, word >> 192, price);
                ++index;
            }
        }
        if (position != end) revert MalformedBatch(position, end);
    }

    /// Applies a fill at the maker's price whose assets are all in first pages, which most are, at less
    /// cost than `_applyFill`. It changes nothing and says so when anything is unusual or wrong: then
    /// `_applyFill` decides.
    /// @dev Does what `_applyFill` and `_move` do, with each page and order read and written once.
    function _applyUsualFill(Frame memory frame, uint256 fill) private pure returns (bool usual) {
        uint256 takerAt = fill >> 48;
        uint256 makerAt = (fill >> 32) & 0xffff;
        if (takerAt >= frame.orderCount || makerAt >= frame.orderCount) return false;
        uint256 words = frame.orderWords;
        uint256 taker;
        uint256 maker;
        assembly ("memory-safe") {
            let lots := and(fill, MAX_TERM)
            takerAt := add(words, shl(5, takerAt))
            makerAt := add(words, shl(5, makerAt))
            taker := add(mload(takerAt), lots)
            maker := add(mload(makerAt), lots)
            // Equal markets, other sides, other accounts; nobody in a part that the flags forbid.
            let difference := xor(taker, maker)
            usual := and(eq(and(shr(216, difference), 0x1ff), 0x100), gt(shr(240, difference), 0))
            usual := and(usual, gt(lots, 0))
            usual := and(usual, iszero(or(and(shr(225, maker), 1), and(shr(226, taker), 1))))
            // Nobody beyond the quantity, nor beyond the limit.
            let beyond := gt(and(taker, 0xffffffff), and(shr(152, taker), 0xffffffff))
            beyond := or(beyond, gt(and(maker, 0xffffffff), and(shr(152, maker), 0xffffffff)))
            // What the taker's limit leaves room for, negative when it does not.
            let room := sub(and(shr(184, taker), 0xffffffff), and(shr(184, maker), 0xffffffff))
            if and(shr(224, taker), 1) { room := sub(0, room) }
            usual := and(usual, iszero(or(beyond, slt(room, 0))))
        }
        if (!usual || !_moveInFirstPages(frame, taker, maker, fill & MAX_TERM)) return false;
        assembly ("memory-safe") {
            mstore(takerAt, taker)
            mstore(makerAt, maker)
        }
    }

    /// What `_move` does, in first pages; nothing at all when a balance is too small, or in another page.
    function _moveInFirstPages(Frame memory frame, uint256 taker, uint256 maker, uint256 lots)
        private
        pure
        returns (bool)
    {
        uint256 market = MarketWord.unwrap(_marketAt(frame, taker));
        if (market & MarketWords.FIRST_PAGES == 0) return false;
        (uint256 baseFeePpm, uint256 quoteFeePpm) = _feesPpm(frame, taker, maker, 0);
        uint256 buyer = _record(frame, taker >> OrderWords.ACCOUNT_SHIFT);
        uint256 seller = _record(frame, maker >> OrderWords.ACCOUNT_SHIFT);
        // The buyer's rate is charged in base.
        if (taker & OrderWords.SELL_BIT != 0) {
            (buyer, seller) = (seller, buyer);
            (baseFeePpm, quoteFeePpm) = (quoteFeePpm, baseFeePpm);
        }
        uint256 base;
        uint256 notional;
        assembly ("memory-safe") {
            base := mul(lots, and(shr(96, market), 0xffffffffffffffff))
            notional := mul(and(shr(184, maker), 0xffffffff), lots)
            notional := mul(notional, and(shr(64, market), 0xffffffff))
        }
        uint256 baseFee = Fees.feeOf(base, baseFeePpm);
        uint256 quoteFee = Fees.feeOf(notional, quoteFeePpm);
        return _exchange(frame.feeRecord, market, buyer, seller, base, notional, baseFee, quoteFee);
    }

    /// Pays base to the buyer and quote to the seller, less their fees, if both have what they pay.
    function _exchange(
        uint256 fees,
        uint256 market,
        uint256 buyer,
        uint256 seller,
        uint256 base,
        uint256 notional,
        uint256 baseFee,
        uint256 quoteFee
    ) private pure returns (bool paid) {
        assembly ("memory-safe") {
            // Page 0 of each record.
            buyer := add(buyer, 0x40)
            seller := add(seller, 0x40)
            let bought := mload(buyer)
            let sold := mload(seller)
            let baseShift := and(shr(232, market), 0xff)
            let quoteShift := and(shr(224, market), 0xff)
            let missing := lt(and(shr(quoteShift, bought), 0xffffffffffffff), notional)
            paid := iszero(or(missing, lt(and(shr(baseShift, sold), 0xffffffffffffff), base)))
            if paid {
                bought := sub(bought, shl(quoteShift, notional))
                mstore(buyer, add(bought, shl(baseShift, sub(base, baseFee))))
                sold := sub(sold, shl(baseShift, base))
                mstore(seller, add(sold, shl(quoteShift, sub(notional, quoteFee))))
                // The fee account may be one of the two.
                fees := add(fees, 0x40)
                sold := add(shl(baseShift, baseFee), shl(quoteShift, quoteFee))
                mstore(fees, add(mload(fees), sold))
            }
        }
    }

    /// The market of an order that was verified.
    function _marketAt(Frame memory frame, uint256 order) private pure returns (MarketWord market) {
        uint256 table = frame.marketTable;
        assembly ("memory-safe") {
            market := mload(add(table, shl(5, and(shr(216, order), 0xff))))
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
        if (index >= frame.orderCount) revert IndexOutOfRange(index, frame.orderCount);
        uint256 words = frame.orderWords;
        assembly ("memory-safe") {
            let pointer := add(words, shl(5, index))
            // Both are below 2^31, so the sum keeps within its 32 bits.
            order := add(mload(pointer), lots)
            mstore(pointer, order)
        }
        uint256 quantity = (order >> OrderWords.QUANTITY_SHIFT) & OrderWords.MASK_32;
        uint256 filled = order & OrderWords.MASK_32;
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
        uint256 taking = _record(frame, taker >> OrderWords.ACCOUNT_SHIFT);
        uint256 making = _record(frame, maker >> OrderWords.ACCOUNT_SHIFT);
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
            let row := add(rows, mul(ROW_SIZE, and(shr(232, taker), 0xff)))
            takerPpm := and(shr(add(208, mul(24, auction)), calldataload(row)), 0xffffff)
            row := add(rows, mul(ROW_SIZE, and(shr(232, maker), 0xff)))
            makerPpm := shr(232, calldataload(row))
        }
    }

    /// Remembers how far resting orders are filled. Orders are sorted, so that those whose marks are in
    /// one slot follow one another.
    function _fillLanes(Frame memory frame) internal {
        uint256 pointer = frame.orderWords;
        uint256 end = pointer + (frame.orderCount << 5);
        uint256 lastGroup = type(uint256).max;
        uint256 slot = 0;
        uint256 marks = 0;
        unchecked {
            for (; pointer < end; pointer += 32) {
                uint256 order = _load(pointer);
                uint256 filled = order & OrderWords.MASK_32;
                if (filled == 0) revert OrderWithoutFill(_indexOf(frame, pointer));
                if (order & OrderWords.ONE_SHOT_BIT != 0) continue;
                // Account and group of the nonce.
                uint256 group = order & MARK_GROUP_BITS;
                if (group != lastGroup) {
                    if (slot != 0) _setSlot(slot, marks);
                    slot = _markSlot(frame, order);
                    marks = _slot(slot);
                    lastGroup = group;
                }
                uint256 shift = (order >> (OrderWords.NONCE_SHIFT - 1)) & 0xfe;
                uint256 known = (marks >> shift) & (TRACKED | DONE);
                uint256 quantity = (order >> OrderWords.QUANTITY_SHIFT) & OrderWords.MASK_32;
                if (known == 0 && filled == quantity) {
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
        address account = _record(frame, order.accountIndex()).accountOf();
        (uint256 filled, uint256 quantity) = (order.filled(), order.quantity());
        if (known & DONE != 0) revert Overfilled(index, quantity + filled, quantity);
        (uint256 group, uint256 shift) = _laneOf(order.nonce());
        uint256 lanes = _filled[account][group];
        uint256 lane = (lanes >> shift) & LANE_MASK;
        if (lane & CANCELED != 0) {
            uint256 bindsAt = (_cancelBindsAt[account][group] >> shift) & LANE_MASK;
            if (block.timestamp >= bindsAt) {
                revert OrderCanceledOnChain(index, account, order.nonce());
            }
        }
        uint256 sum = (lane & MAX_TERM) + filled;
        if (sum > quantity) revert Overfilled(index, sum, quantity);
        _filled[account][group] = lanes + (filled << shift);
    }

    /// Where the marks of a resting order are.
    function _markSlot(Frame memory frame, uint256 order) private view returns (uint256 slot) {
        address account = _record(frame, order >> OrderWords.ACCOUNT_SHIFT).accountOf();
        mapping(uint256 group => uint256 marks) storage marks = _marks[account];
        (uint256 group,) = _markOf(OrderWord.wrap(order).nonce());
        assembly ("memory-safe") {
            mstore(0, group)
            mstore(0x20, marks.slot)
            slot := keccak256(0, 0x40)
        }
    }

    function _load(uint256 pointer) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(pointer)
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
