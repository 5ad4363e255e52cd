// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Batch } from "./Batch.sol";
import { BatchLedger } from "./BatchLedger.sol";
import { LedgerPage } from "./LedgerPage.sol";
import { MarketWord, MarketWords } from "./MarketWord.sol";
import { OrderWord, OrderWords } from "./OrderWord.sol";
import { Signatures } from "./Signatures.sol";
import { Signers } from "./Signers.sol";

/// @title Orders of a batch: terms, signatures
/// @dev Every order's signature is verified in every batch that settles it.
abstract contract Orders is Batch, Signers {
    using BatchLedger for uint256;

    /// Largest price and quantity.
    uint256 internal constant MAX_TERM = 2 ** 31 - 1;

    /// @dev What follows runs twice a match: fields are taken out of words by hand, and what is wrong
    /// with an order is found out only when something is.
    function _verifyOrders(Frame memory frame) internal view {
        uint256 position = frame.orders;
        if (position == frame.fills) return;
        uint256 pointer = frame.orderWords;
        uint256 buffer = frame.structBuffer;
        uint256 signature = frame.signature;
        uint256 lastKey = 0;
        // Nothing is as it was before the first order.
        uint256 last = ~_word(position);
        uint256 record = 0;
        uint256 least = 0;
        unchecked {
            while (position < frame.fills) {
                uint256 order = _copyOrder(pointer, position);
                last ^= order;
                if (last >> OrderWords.ACCOUNT_SHIFT != 0) record = _enterAccount(frame, pointer);
                if (last & OrderWords.KIND_BITS != 0) least = _enterKind(frame, pointer);
                last = order;
                _setOrder(pointer, order | (record << OrderWords.RECORD_SHIFT));
                // More than zero, which the first one's must be.
                uint256 key = order | OrderWords.UNSORTED_BITS;
                if (!_enterTerms(buffer, order, least, key > lastKey)) {
                    _refuseOrder(frame, pointer);
                }
                lastKey = key;
                if (order & OrderWords.ONE_SHOT_BIT != 0) _spendOneShot(frame, pointer, record);
                if (order & OrderWords.UNUSUAL_BITS != 0) {
                    signature = _verifyUnusual(frame, pointer, signature);
                } else {
                    (address signer, bool isOwner) = _recoverOrder(buffer, signature);
                    if (!isOwner) _requireAgent(frame, pointer, signer);
                    signature += 64;
                }
                position += OrderWords.SIZE;
                pointer += 32;
            }
        }
        frame.signature = signature;
    }

    /// Brings an order to its word, which was zero.
    function _copyOrder(uint256 pointer, uint256 position) private pure returns (uint256 order) {
        assembly ("memory-safe") {
            calldatacopy(pointer, position, 23)
            order := mload(pointer)
        }
    }

    function _setOrder(uint256 pointer, uint256 order) internal pure {
        assembly ("memory-safe") {
            mstore(pointer, order)
        }
    }

    function _orderAt(uint256 pointer) internal pure returns (OrderWord order) {
        assembly ("memory-safe") {
            order := mload(pointer)
        }
    }

    /// Which order a word in memory is.
    function _indexOf(Frame memory frame, uint256 pointer) internal pure returns (uint256) {
        unchecked {
            return (pointer - frame.orderWords) >> 5;
        }
    }

    /// Writes what orders of one account have in common to the struct that is hashed.
    function _enterAccount(Frame memory frame, uint256 pointer)
        private
        pure
        returns (uint256 record)
    {
        uint256 accountIndex = _orderAt(pointer).accountIndex();
        if (accountIndex >= frame.accountCount) {
            _requireAscending(frame, pointer);
            _requireIndex(accountIndex, frame.accountCount);
        }
        record = _record(frame, accountIndex);
        uint256 buffer = frame.structBuffer;
        assembly ("memory-safe") {
            mstore(add(buffer, 0x20), mload(sub(record, 0x40)))
            // The epoch is highest in page 0.
            mstore(add(buffer, 0x120), shr(240, mload(record)))
        }
    }

    /// Likewise of what orders of one market and one row have in common.
    /// @return least The smallest product of price and quantity, at least 1.
    function _enterKind(Frame memory frame, uint256 pointer) private view returns (uint256 least) {
        _requireAscending(frame, pointer);
        OrderWord order = _orderAt(pointer);
        MarketWord market = _checkKind(frame, order);
        (,, uint256 maxPpm) = _row(frame, order.row());
        uint256 marketNumber = order.market();
        uint256 buffer = frame.structBuffer;
        assembly ("memory-safe") {
            mstore(add(buffer, 0x40), marketNumber)
            mstore(add(buffer, 0x140), maxPpm)
        }
        unchecked {
            uint256 k = market.quantaPerTickLot();
            least = (market.minNotional() + k - 1) / k;
            if (least == 0) least = 1;
        }
    }

    /// Checks what orders of one market and one row have in common.
    function _checkKind(Frame memory frame, OrderWord order)
        private
        view
        returns (MarketWord market)
    {
        market = _marketOf(frame, order.market());
        _requireIndex(order.row(), frame.rowCount);
        (uint256 makerPpm, uint256 takerPpm,) = _row(frame, order.row());
        if (makerPpm > market.maxMakerFeePpm()) {
            revert FeeAboveMarketCap(order.market(), makerPpm, market.maxMakerFeePpm());
        }
        if (takerPpm > market.maxTakerFeePpm()) {
            revert FeeAboveMarketCap(order.market(), takerPpm, market.maxTakerFeePpm());
        }
    }

    /// Writes what an order has of its own to the struct that is hashed.
    /// @param least Of the product of price and quantity.
    /// @return valid Whether flags, terms, minimum and expiry are in order, and `ascends` is true.
    function _enterTerms(uint256 buffer, uint256 order, uint256 least, bool ascends)
        private
        view
        returns (bool valid)
    {
        uint256 refused = OrderWords.REFUSED_BITS;
        assembly ("memory-safe") {
            let price := and(shr(184, order), 0xffffffff)
            let quantity := and(shr(152, order), 0xffffffff)
            let expiry := and(shr(72, order), 0xffffffff)
            let wrong := gt(timestamp(), add(expiry, EXPIRY_GRACE))
            wrong := or(wrong, lt(mul(price, quantity), least))
            valid := gt(ascends, or(wrong, and(order, refused)))
            mstore(add(buffer, 0x60), and(shr(224, order), 0x0f))
            mstore(add(buffer, 0x80), price)
            mstore(add(buffer, 0xa0), quantity)
            mstore(add(buffer, 0xe0), and(shr(104, order), 0xffffffffffff))
            mstore(add(buffer, 0x100), expiry)
        }
    }

    function _requireAscending(Frame memory frame, uint256 pointer) private pure {
        uint256 index = _indexOf(frame, pointer);
        if (index == 0) return;
        uint256 unsorted = OrderWords.UNSORTED_BITS;
        uint256 key = OrderWord.unwrap(_orderAt(pointer)) | unsorted;
        unchecked {
            uint256 former = OrderWord.unwrap(_orderAt(pointer - 32)) | unsorted;
            if (key <= former) revert OrdersNotAscending(index);
        }
    }

    /// Says what is wrong with an order's place or terms.
    function _refuseOrder(Frame memory frame, uint256 pointer) private view {
        _requireAscending(frame, pointer);
        uint256 index = _indexOf(frame, pointer);
        OrderWord order = _orderAt(pointer);
        MarketWord market = _marketOf(frame, order.market());
        if (OrderWord.unwrap(order) & OrderWords.UNSUPPORTED_BITS != 0) {
            revert UnsupportedFlags(index, order.flags());
        }
        (uint256 price, uint256 quantity) = (order.price(), order.quantity());
        if ((price | quantity) > MAX_TERM || price == 0 || quantity == 0) {
            revert TermOutOfRange(index, price, quantity);
        }
        unchecked {
            // At most 2^94.
            uint256 notional = price * quantity * market.quantaPerTickLot();
            if (notional < market.minNotional()) {
                revert OrderBelowMinimum(index, notional, market.minNotional());
            }
        }
        revert SignatureExpired(index, order.expiry());
    }

    /// Uses up the nonce of a one-shot order, and with it all nonces below.
    function _spendOneShot(Frame memory frame, uint256 pointer, uint256 record) private pure {
        uint256 nonce = _orderAt(pointer).nonce();
        uint256 last = LedgerPage.oneShotNonce(record.firstPage());
        if (nonce <= last) revert OneShotNonceUsed(_indexOf(frame, pointer), nonce, last);
        assembly ("memory-safe") {
            mstore(record, add(mload(record), shl(192, sub(nonce, last))))
        }
    }

    /// Verifies an order of the epoch before, of a trigger price or of a contract.
    /// @return next Where the next order's signature is.
    function _verifyUnusual(Frame memory frame, uint256 pointer, uint256 signature)
        private
        view
        returns (uint256 next)
    {
        frame.signature = signature;
        OrderWord order = _orderAt(pointer);
        uint256 index = _indexOf(frame, pointer);
        uint256 buffer = frame.structBuffer;
        address account = order.record().accountOf();
        uint256 present = LedgerPage.epoch(order.record().firstPage());
        uint256 epoch = present;
        uint256 trigger = 0;
        if (order.flags() & OrderWords.FORMER_EPOCH != 0) {
            epoch = _formerEpoch(index, account, present);
        }
        if (order.flags() & OrderWords.TRIGGER != 0) trigger = _triggerPrice(frame);
        assembly ("memory-safe") {
            mstore(add(buffer, 0xc0), trigger)
            mstore(add(buffer, 0x120), epoch)
        }
        bytes32 structHash;
        assembly ("memory-safe") {
            structHash := keccak256(buffer, 0x160)
            // The next order is hashed as most are.
            mstore(add(buffer, 0xc0), 0)
            mstore(add(buffer, 0x120), present)
        }
        bytes32 digest = _digest(frame.domainSeparator, structHash);
        if (order.flags() & OrderWords.CONTRACT != 0) {
            _requireContractSignature(frame, index, account, digest);
        } else {
            address signer = _recover(frame, digest);
            if (signer != account) _requireAgent(frame, pointer, signer);
        }
        return frame.signature;
    }

    /// Hashes what was entered, and recovers who signed it: zero for nobody.
    function _recoverOrder(uint256 buffer, uint256 signature)
        private
        view
        returns (address signer, bool isOwner)
    {
        uint256 most = Signatures.MAX_S;
        assembly ("memory-safe") {
            // Behind the struct's fields are two bytes of prefix and the domain, then the struct's hash.
            mstore(add(buffer, 0x182), keccak256(buffer, 0x160))
            mstore(add(buffer, 0x1c0), keccak256(add(buffer, 0x160), 0x42))
            let vs := calldataload(add(signature, 0x20))
            let s := shr(1, shl(1, vs))
            mstore(add(buffer, 0x1e0), add(27, shr(255, vs)))
            mstore(add(buffer, 0x200), calldataload(signature))
            // Zero in the higher s's place is nobody's.
            mstore(add(buffer, 0x220), mul(s, iszero(gt(s, most))))
            // What recovers nobody answers nothing, and leaves the zero.
            mstore(0, 0)
            pop(staticcall(gas(), 1, add(buffer, 0x1c0), 0x80, 0, 0x20))
            signer := mload(0)
            isOwner := eq(signer, mload(add(buffer, 0x20)))
        }
    }

    /// Whoever signed an order and is not the account must be a trading key of it.
    function _requireAgent(Frame memory frame, uint256 pointer, address signer) private view {
        uint256 index = _indexOf(frame, pointer);
        OrderWord order = _orderAt(pointer);
        // The key is looked up by the account whose funds move, never by anything else.
        address account = order.record().accountOf();
        if (signer == address(0)) revert WrongSigner(index, account, signer);
        uint256 notional;
        unchecked {
            uint256 k = _marketOf(frame, order.market()).quantaPerTickLot();
            notional = order.price() * order.quantity() * k;
        }
        if (_isAgent(account, signer, order.market(), notional)) return;
        if (_agents[account][signer].nonce == 0) revert WrongSigner(index, account, signer);
        revert AgentNotAllowed(index, account, signer);
    }

    /// The epoch before the account's, while orders of it still count.
    function _formerEpoch(uint256 index, address account, uint256 epoch)
        internal
        view
        returns (uint256)
    {
        uint256 until = _controls[account].formerEpochUntil;
        if (block.timestamp >= until) revert EpochEnded(index, account, until);
        return epoch - 1;
    }

    /// Which precedes the order's signature.
    function _triggerPrice(Frame memory frame) private pure returns (uint256) {
        uint256 position = frame.signature;
        unchecked {
            frame.signature = position + 4;
        }
        return _word(position) >> 224;
    }

    /// Who made the next signature; zero for nobody.
    function _recover(Frame memory frame, bytes32 digest) internal view returns (address signer) {
        uint256 position = frame.signature;
        uint256 r;
        uint256 vs;
        assembly ("memory-safe") {
            r := calldataload(position)
            vs := calldataload(add(position, 0x20))
        }
        unchecked {
            frame.signature = position + 64;
        }
        return Signatures.recoverCompact(digest, r, vs);
    }

    function _requireContractSignature(
        Frame memory frame,
        uint256 index,
        address account,
        bytes32 digest
    ) internal view {
        uint256 position = frame.signature;
        bytes calldata signature;
        unchecked {
            uint256 length = _word(position) >> 240;
            position += 2;
            frame.signature = position + length;
            if (frame.signature > frame.end) {
                revert MalformedBatch(frame.signature, frame.end);
            }
            assembly ("memory-safe") {
                signature.offset := position
                signature.length := length
            }
        }
        if (!Signatures.isContracts(account, digest, signature)) {
            revert ContractSignatureRefused(index, account);
        }
    }

    /// A market's rules, read once a batch.
    function _marketOf(Frame memory frame, uint256 number)
        internal
        view
        returns (MarketWord market)
    {
        if (number >= MARKETS) revert UnknownMarket(number);
        uint256 entry;
        unchecked {
            entry = frame.marketTable + (number << 5);
        }
        assembly ("memory-safe") {
            market := mload(entry)
        }
        if (MarketWord.unwrap(market) != 0) return market;
        market = _loadMarket(number);
        assembly ("memory-safe") {
            mstore(entry, market)
        }
    }

    function _loadMarket(uint256 number) private view returns (MarketWord) {
        Market memory market = _markets[number];
        if (market.quantaPerTickLot == 0) revert UnknownMarket(number);
        if (!market.active) revert MarketInactive(number);
        return MarketWords.pack(market);
    }
}
