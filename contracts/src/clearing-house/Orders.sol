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

    /// @dev What follows runs twice a match: fields are taken out of words by hand, and an order's index
    /// is told only when something is wrong.
    function _verifyOrders(Frame memory frame) internal view {
        uint256 position = frame.orders;
        uint256 pointer = frame.orderWords;
        uint256 end = frame.fills;
        uint256 lastKey = 0;
        uint256 lastKind = type(uint256).max;
        MarketWord market;
        unchecked {
            for (; position < end; position += OrderWords.SIZE) {
                OrderWord order;
                uint256 kind;
                uint256 key;
                assembly ("memory-safe") {
                    order := shl(72, shr(72, calldataload(position)))
                    kind := and(shr(216, order), 0xff00ff)
                    // Account, space of nonces, nonce; and one more, so that the first is above what is there before.
                    key := or(shl(49, shr(240, order)), shl(48, and(shr(225, order), 1)))
                    key := add(or(key, and(shr(104, order), 0xffffffffffff)), 1)
                }
                if (key <= lastKey) revert OrdersNotAscending(_indexOf(frame, pointer));
                lastKey = key;
                if (kind != lastKind) {
                    market = _checkKind(frame, order);
                    lastKind = kind;
                }
                assembly ("memory-safe") {
                    mstore(pointer, order)
                }
                _checkTerms(frame, pointer, order, market);
                _verifyOrder(frame, pointer, order);
                pointer += 32;
            }
        }
    }

    /// Which order a word in memory is.
    function _indexOf(Frame memory frame, uint256 pointer) private pure returns (uint256) {
        return (pointer - frame.orderWords) >> 5;
    }

    /// Checks what orders of one market and one row have in common.
    function _checkKind(Frame memory frame, OrderWord order)
        private
        view
        returns (MarketWord market)
    {
        market = _marketOf(frame, order.market());
        if (order.row() >= frame.rowCount) revert IndexOutOfRange(order.row(), frame.rowCount);
        (uint256 makerPpm, uint256 takerPpm,) = _row(frame, order.row());
        if (makerPpm > market.maxMakerFeePpm()) {
            revert FeeAboveMarketCap(order.market(), makerPpm, market.maxMakerFeePpm());
        }
        if (takerPpm > market.maxTakerFeePpm()) {
            revert FeeAboveMarketCap(order.market(), takerPpm, market.maxTakerFeePpm());
        }
    }

    /// Checks what needs neither account nor signature.
    function _checkTerms(Frame memory frame, uint256 pointer, OrderWord order, MarketWord market)
        private
        view
    {
        uint256 word = OrderWord.unwrap(order);
        if (word & OrderWords.UNSUPPORTED_BITS != 0) {
            revert UnsupportedFlags(_indexOf(frame, pointer), order.flags());
        }
        unchecked {
            uint256 price = (word >> OrderWords.PRICE_SHIFT) & OrderWords.MASK_32;
            uint256 quantity = (word >> OrderWords.QUANTITY_SHIFT) & OrderWords.MASK_32;
            if ((price | quantity) > MAX_TERM || price * quantity == 0) {
                revert TermOutOfRange(_indexOf(frame, pointer), price, quantity);
            }
            uint256 terms = MarketWord.unwrap(market);
            uint256 notional =
                price * quantity * ((terms >> MarketWords.QUANTA_SHIFT) & OrderWords.MASK_32);
            if (notional < terms >> MarketWords.MIN_NOTIONAL_SHIFT) {
                revert OrderBelowMinimum(_indexOf(frame, pointer), notional, market.minNotional());
            }
            uint256 expiry = (word >> OrderWords.EXPIRY_SHIFT) & OrderWords.MASK_32;
            if (block.timestamp > expiry + EXPIRY_GRACE) {
                revert SignatureExpired(_indexOf(frame, pointer), expiry);
            }
        }
    }

    function _verifyOrder(Frame memory frame, uint256 pointer, OrderWord order) private view {
        uint256 word = OrderWord.unwrap(order);
        uint256 record;
        unchecked {
            uint256 accountIndex = word >> OrderWords.ACCOUNT_SHIFT;
            if (accountIndex >= frame.accountCount) {
                revert IndexOutOfRange(accountIndex, frame.accountCount);
            }
            record = frame.records + accountIndex * frame.recordSize;
        }
        address account;
        uint256 page;
        assembly ("memory-safe") {
            account := mload(record)
            page := mload(add(record, 0x40))
        }
        uint256 epoch = LedgerPage.epoch(page);
        if (word & OrderWords.ONE_SHOT_BIT != 0) _spendOneShot(frame, pointer, record);
        if (word & OrderWords.FORMER_EPOCH_BIT != 0) {
            epoch = _formerEpoch(_indexOf(frame, pointer), account, epoch);
        }
        bytes32 digest = _orderDigest(frame, word, account, epoch);
        if (word & OrderWords.CONTRACT_BIT != 0) {
            _requireContractSignature(frame, _indexOf(frame, pointer), account, digest);
        } else {
            address signer = _recover(frame, digest);
            if (signer != account) _requireAgent(frame, pointer, order, signer);
        }
    }

    /// Uses up the nonce of a one-shot order, and with it all nonces below.
    function _spendOneShot(Frame memory frame, uint256 pointer, uint256 record) private pure {
        uint256 nonce;
        assembly ("memory-safe") {
            nonce := and(shr(104, mload(pointer)), 0xffffffffffff)
        }
        uint256 page = record.firstPage();
        uint256 last = LedgerPage.oneShotNonce(page);
        if (nonce <= last) revert OneShotNonceUsed(_indexOf(frame, pointer), nonce, last);
        record.setFirstPage(LedgerPage.withOneShotNonce(page, nonce));
    }

    /// Whoever signed an order and is not the account must be a trading key of it.
    function _requireAgent(Frame memory frame, uint256 pointer, OrderWord order, address signer)
        private
        view
    {
        uint256 index = _indexOf(frame, pointer);
        // The key is looked up by the account whose funds move, never by anything else.
        address account = _record(frame, order.accountIndex()).accountOf();
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

    /// The 32 bytes that were signed.
    function _orderDigest(Frame memory frame, uint256 order, address account, uint256 epoch)
        private
        pure
        returns (bytes32 digest)
    {
        uint256 trigger = order & OrderWords.TRIGGER_BIT != 0 ? _triggerPrice(frame) : 0;
        uint256 rows = frame.rows;
        uint256 buffer = frame.structBuffer;
        bytes32 separator = frame.domainSeparator;
        assembly ("memory-safe") {
            mstore(add(buffer, 0x20), account)
            mstore(add(buffer, 0x40), and(shr(216, order), 0xff))
            mstore(add(buffer, 0x60), and(shr(224, order), 0x0f))
            mstore(add(buffer, 0x80), and(shr(184, order), 0xffffffff))
            mstore(add(buffer, 0xa0), and(shr(152, order), 0xffffffff))
            mstore(add(buffer, 0xc0), trigger)
            mstore(add(buffer, 0xe0), and(shr(104, order), 0xffffffffffff))
            mstore(add(buffer, 0x100), and(shr(72, order), 0xffffffff))
            mstore(add(buffer, 0x120), epoch)
            // The signed maximum: the last three bytes of the order's row.
            let row := add(rows, mul(ROW_SIZE, and(shr(232, order), 0xff)))
            mstore(add(buffer, 0x140), and(shr(184, calldataload(row)), 0xffffff))
            let structHash := keccak256(buffer, 0x160)
            // Two bytes of prefix, then domain and struct, behind the struct's fields.
            let message := add(buffer, 0x160)
            mstore(message, shl(240, 0x1901))
            mstore(add(message, 0x02), separator)
            mstore(add(message, 0x22), structHash)
            digest := keccak256(message, 0x42)
        }
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
        uint256 entry = frame.marketTable + (number << 5);
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
