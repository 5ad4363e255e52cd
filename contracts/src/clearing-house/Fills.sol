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
    function _applyUsualFill(Frame memory frame, uint256 fill) private pure returns (bool) {
        uint256 takerAt = fill >> 48;
        uint256 makerAt = (fill >> 32) & 0xffff;
        uint256 count = frame.orderCount;
        if (takerAt >= count || makerAt >= count) return false;
        uint256 taker;
        uint256 maker;
        uint256 usual;
        unchecked {
            takerAt = frame.orderWords + (takerAt << 5);
            makerAt = frame.orderWords + (makerAt << 5);
        }
        if (!_isInFirstPages(frame, _load(takerAt))) return false;
        assembly ("memory-safe") {
            let lots := and(fill, MAX_TERM)
            taker := add(mload(takerAt), lots)
            maker := add(mload(makerAt), lots)
            // Equal markets, other sides, other accounts; nobody in a part that the flags forbid.
            let difference := xor(taker, maker)
            usual := and(eq(and(shr(216, difference), 0x1ff), 0x100), gt(shr(240, difference), 0))
            usual := and(usual, gt(lots, 0))
            usual := and(usual, iszero(or(and(shr(225, maker), 1), and(shr(226, taker), 1))))
            // Nobody beyond the quantity, nor beyond the limit.
            let quantity := and(shr(152, taker), 0xffffffff)
            usual := and(usual, iszero(gt(and(taker, 0xffffffff), quantity)))
            quantity := and(shr(152, maker), 0xffffffff)
            usual := and(usual, iszero(gt(and(maker, 0xffffffff), quantity)))
            let limit := and(shr(184, taker), 0xffffffff)
            let price := and(shr(184, maker), 0xffffffff)
            switch and(shr(224, taker), 1)
            case 0 { usual := and(usual, iszero(lt(limit, price))) }
            default { usual := and(usual, iszero(gt(limit, price))) }
        }
        if (usual == 0 || !_moveInFirstPages(frame, taker, maker, fill & MAX_TERM)) return false;
        assembly ("memory-safe") {
            mstore(takerAt, taker)
            mstore(makerAt, maker)
        }
        return true;
    }

    /// What `_move` does, in first pages; nothing at all when a balance is too small.
    function _moveInFirstPages(Frame memory frame, uint256 taker, uint256 maker, uint256 lots)
        private
        pure
        returns (bool moved)
    {
        uint256 market = MarketWord.unwrap(_marketAt(frame, taker));
        (uint256 takerPpm, uint256 makerPpm) = _feesPpm(frame, taker, maker, 0);
        uint256 base;
        uint256 notional;
        uint256 buyer;
        uint256 seller;
        unchecked {
            base = lots * ((market >> 96) & 0xffffffffffffffff);
            notional = lots * ((maker >> OrderWords.PRICE_SHIFT) & OrderWords.MASK_32)
                * ((market >> MarketWords.QUANTA_SHIFT) & OrderWords.MASK_32);
            buyer = frame.records + (taker >> OrderWords.ACCOUNT_SHIFT) * frame.recordSize;
            seller = frame.records + (maker >> OrderWords.ACCOUNT_SHIFT) * frame.recordSize;
        }
        // From here on the taker's rate is the buyer's, which is charged in base.
        if (taker & OrderWords.SELL_BIT != 0) {
            (buyer, seller, takerPpm, makerPpm) = (seller, buyer, makerPpm, takerPpm);
        }
        uint256 fees = frame.feeRecord;
        assembly ("memory-safe") {
            function feeOf(quanta, ppm) -> fee {
                fee := div(add(mul(quanta, ppm), 999999), 1000000)
            }
            function has(record, shift, quanta) -> enough {
                enough := iszero(lt(and(shr(shift, mload(record)), 0xffffffffffffff), quanta))
            }
            function add_(record, quanta) {
                mstore(record, add(mload(record), quanta))
            }
            let baseShift := shl(6, and(shr(8, market), 0xff))
            let quoteShift := shl(6, and(market, 0xff))
            // Page 0 of each record.
            buyer := add(buyer, 0x40)
            seller := add(seller, 0x40)
            fees := add(fees, 0x40)
            moved := and(has(buyer, quoteShift, notional), has(seller, baseShift, base))
            if moved {
                mstore(buyer, sub(mload(buyer), shl(quoteShift, notional)))
                mstore(seller, sub(mload(seller), shl(baseShift, base)))
                let fee := feeOf(base, takerPpm)
                add_(buyer, shl(baseShift, sub(base, fee)))
                add_(fees, shl(baseShift, fee))
                fee := feeOf(notional, makerPpm)
                add_(seller, shl(quoteShift, sub(notional, fee)))
                add_(fees, shl(quoteShift, fee))
            }
        }
    }

    /// Whether both assets of an order's market are in first pages.
    function _isInFirstPages(Frame memory frame, uint256 order) private pure returns (bool first) {
        uint256 market = MarketWord.unwrap(_marketAt(frame, order));
        assembly ("memory-safe") {
            first := and(lt(and(shr(8, market), 0xff), 3), lt(and(market, 0xff), 3))
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

    /// Counts what resting orders were filled on chain. Orders are sorted, so that those of one slot
    /// follow one another.
    function _fillLanes(Frame memory frame) internal {
        uint256 pointer = frame.orderWords;
        uint256 end = pointer + (frame.orderCount << 5);
        uint256 lastGroup = type(uint256).max;
        uint256 slot = 0;
        uint256 lanes = 0;
        unchecked {
            for (; pointer < end; pointer += 32) {
                uint256 order = _load(pointer);
                uint256 filled = order & OrderWords.MASK_32;
                if (filled == 0) revert OrderWithoutFill((pointer - frame.orderWords) >> 5);
                if (order & OrderWords.ONE_SHOT_BIT != 0) continue;
                uint256 nonce = (order >> OrderWords.NONCE_SHIFT) & OrderWords.MASK_48;
                // Account and group of the nonce.
                uint256 group = ((order >> OrderWords.ACCOUNT_SHIFT) << 48) | (nonce >> 3);
                if (group != lastGroup) {
                    if (slot != 0) _setSlot(slot, lanes);
                    slot = _laneSlot(frame, order >> OrderWords.ACCOUNT_SHIFT, nonce >> 3);
                    lanes = _slot(slot);
                    lastGroup = group;
                }
                uint256 shift = (nonce & 7) << 5;
                uint256 lane = (lanes >> shift) & LANE_MASK;
                if (lane & CANCELED != 0) _requireNotCanceled(frame, pointer, order);
                uint256 quantity = (order >> OrderWords.QUANTITY_SHIFT) & OrderWords.MASK_32;
                if ((lane & MAX_TERM) + filled > quantity) {
                    _revertOverfilled(frame, pointer, (lane & MAX_TERM) + filled, quantity);
                }
                lanes += filled << shift;
            }
        }
        if (slot != 0) _setSlot(slot, lanes);
    }

    function _revertOverfilled(
        Frame memory frame,
        uint256 pointer,
        uint256 filled,
        uint256 quantity
    ) private pure {
        revert Overfilled((pointer - frame.orderWords) >> 5, filled, quantity);
    }

    function _requireNotCanceled(Frame memory frame, uint256 pointer, uint256 order) private view {
        uint256 index = (pointer - frame.orderWords) >> 5;
        address account = _record(frame, order >> OrderWords.ACCOUNT_SHIFT).accountOf();
        uint256 nonce = OrderWord.wrap(order).nonce();
        (uint256 group, uint256 shift) = _laneOf(nonce);
        uint256 bindsAt = (_cancelBindsAt[account][group] >> shift) & LANE_MASK;
        if (block.timestamp >= bindsAt) revert OrderCanceledOnChain(index, account, nonce);
    }

    function _laneSlot(Frame memory frame, uint256 accountIndex, uint256 group)
        private
        view
        returns (uint256 slot)
    {
        address account = _record(frame, accountIndex).accountOf();
        mapping(uint256 group => uint256 lanes) storage filled = _filled[account];
        assembly ("memory-safe") {
            mstore(0, group)
            mstore(0x20, filled.slot)
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
