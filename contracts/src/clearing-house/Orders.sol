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
        uint256 pointer = frame.orderWords;
        uint256 lastKey = 0;
        // Nothing is as it was before the first order.
        uint256 last = ~_word(position);
        unchecked {
            for (; position < frame.fills; position += OrderWords.SIZE) {
                uint256 order = _word(position) & OrderWords.ALL_BITS;
                assembly ("memory-safe") {
                    mstore(pointer, order)
                }
                // One more, so that the first is above what is there before.
                uint256 key = (order & OrderWords.KEY_BITS) + 1;
                if (key <= lastKey) revert OrdersNotAscending(_indexOf(frame, pointer));
                lastKey = key;
                last ^= order;
                if (last >> OrderWords.ACCOUNT_SHIFT != 0) {
                    _enterAccount(frame, order >> OrderWords.ACCOUNT_SHIFT);
                }
                if (last & OrderWords.KIND_BITS != 0) _enterKind(frame, OrderWord.wrap(order));
                last = order;
                if (!_hasValidTerms(order, frame.market)) _refuseTerms(frame, pointer);
                if (order & OrderWords.ONE_SHOT_BIT != 0) _spendOneShot(frame, pointer);
                if (order & OrderWords.UNUSUAL_BITS != 0) _beginUnusual(frame, pointer);
                _hashOrder(frame.structBuffer, order);
                if (order & OrderWords.CONTRACT_BIT == 0) _requireSigner(frame, pointer);
                else _requireContract(frame, pointer);
                if (order & OrderWords.UNUSUAL_BITS != 0) _endUnusual(frame);
                pointer += 32;
            }
        }
    }

    function _orderAt(uint256 pointer) internal pure returns (OrderWord order) {
        assembly ("memory-safe") {
            order := mload(pointer)
        }
    }

    /// Which order a word in memory is.
    function _indexOf(Frame memory frame, uint256 pointer) internal pure returns (uint256) {
        return (pointer - frame.orderWords) >> 5;
    }

    /// Writes what orders of one account have in common to the struct that is hashed.
    function _enterAccount(Frame memory frame, uint256 accountIndex) private pure {
        if (accountIndex >= frame.accountCount) {
            revert IndexOutOfRange(accountIndex, frame.accountCount);
        }
        uint256 record = _record(frame, accountIndex);
        frame.record = record;
        uint256 buffer = frame.structBuffer;
        assembly ("memory-safe") {
            mstore(add(buffer, 0x20), mload(record))
            // The epoch is highest in page 0.
            mstore(add(buffer, 0x120), shr(240, mload(add(record, 0x40))))
        }
    }

    /// Likewise of what orders of one market and one row have in common.
    function _enterKind(Frame memory frame, OrderWord order) private view {
        frame.market = MarketWord.unwrap(_checkKind(frame, order));
        (,, uint256 maxPpm) = _row(frame, order.row());
        uint256 marketNumber = order.market();
        uint256 buffer = frame.structBuffer;
        assembly ("memory-safe") {
            mstore(add(buffer, 0x40), marketNumber)
            mstore(add(buffer, 0x140), maxPpm)
        }
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

    /// Whether what needs neither account nor signature is in order: flags, terms, minimum, expiry.
    function _hasValidTerms(uint256 order, uint256 market) private view returns (bool valid) {
        uint256 unsupported = OrderWords.UNSUPPORTED_BITS;
        assembly ("memory-safe") {
            let price := and(shr(184, order), 0xffffffff)
            let quantity := and(shr(152, order), 0xffffffff)
            let product := mul(price, quantity)
            let notional := mul(product, and(shr(64, market), 0xffffffff))
            let expiry := and(shr(72, order), 0xffffffff)
            let wrong := or(iszero(product), gt(or(price, quantity), MAX_TERM))
            wrong := or(wrong, lt(notional, and(shr(160, market), 0xffffffffffffffff)))
            wrong := or(wrong, gt(timestamp(), add(expiry, EXPIRY_GRACE)))
            valid := iszero(or(wrong, and(order, unsupported)))
        }
    }

    /// Says what is wrong with an order's terms.
    function _refuseTerms(Frame memory frame, uint256 pointer) private pure {
        uint256 index = _indexOf(frame, pointer);
        OrderWord order = _orderAt(pointer);
        MarketWord market = MarketWord.wrap(frame.market);
        if (OrderWord.unwrap(order) & OrderWords.UNSUPPORTED_BITS != 0) {
            revert UnsupportedFlags(index, order.flags());
        }
        (uint256 price, uint256 quantity) = (order.price(), order.quantity());
        if ((price | quantity) > MAX_TERM || price * quantity == 0) {
            revert TermOutOfRange(index, price, quantity);
        }
        uint256 notional = price * quantity * market.quantaPerTickLot();
        if (notional < market.minNotional()) {
            revert OrderBelowMinimum(index, notional, market.minNotional());
        }
        revert SignatureExpired(index, order.expiry());
    }

    /// Uses up the nonce of a one-shot order, and with it all nonces below.
    function _spendOneShot(Frame memory frame, uint256 pointer) private pure {
        uint256 record = frame.record;
        uint256 page = record.firstPage();
        uint256 nonce = _orderAt(pointer).nonce();
        uint256 last = LedgerPage.oneShotNonce(page);
        if (nonce <= last) revert OneShotNonceUsed(_indexOf(frame, pointer), nonce, last);
        record.setFirstPage(LedgerPage.withOneShotNonce(page, nonce));
    }

    /// Lets an order of the epoch before, or of a trigger price, be hashed as it was signed.
    function _beginUnusual(Frame memory frame, uint256 pointer) private view {
        uint256 order = OrderWord.unwrap(_orderAt(pointer));
        uint256 buffer = frame.structBuffer;
        if (order & OrderWords.FORMER_EPOCH_BIT != 0) {
            uint256 present = LedgerPage.epoch(frame.record.firstPage());
            uint256 index = _indexOf(frame, pointer);
            uint256 former = _formerEpoch(index, frame.record.accountOf(), present);
            assembly ("memory-safe") {
                mstore(add(buffer, 0x120), former)
            }
        }
        if (order & OrderWords.TRIGGER_BIT != 0) {
            uint256 trigger = _triggerPrice(frame);
            assembly ("memory-safe") {
                mstore(add(buffer, 0xc0), trigger)
            }
        }
    }

    /// Lets the next order be hashed as most are.
    function _endUnusual(Frame memory frame) private pure {
        uint256 buffer = frame.structBuffer;
        uint256 present = LedgerPage.epoch(frame.record.firstPage());
        assembly ("memory-safe") {
            mstore(add(buffer, 0xc0), 0)
            mstore(add(buffer, 0x120), present)
        }
    }

    /// The next signature must be the account's owner's, or a trading key's.
    /// @dev As `_recover` does, with the hash where `_hashOrder` left it.
    function _requireSigner(Frame memory frame, uint256 pointer) private view {
        uint256 buffer = frame.structBuffer;
        uint256 signature = frame.signature;
        uint256 most = Signatures.MAX_S;
        address signer;
        bool isOwner;
        unchecked {
            frame.signature = signature + 64;
        }
        assembly ("memory-safe") {
            let vs := calldataload(add(signature, 0x20))
            let s := shr(1, shl(1, vs))
            // What recovers nobody answers nothing, and leaves the zero.
            mstore(0, 0)
            if iszero(gt(s, most)) {
                mstore(add(buffer, 0x1e0), add(27, shr(255, vs)))
                mstore(add(buffer, 0x200), calldataload(signature))
                mstore(add(buffer, 0x220), s)
                pop(staticcall(gas(), 1, add(buffer, 0x1c0), 0x80, 0, 0x20))
            }
            signer := mload(0)
            isOwner := eq(signer, mload(add(buffer, 0x20)))
        }
        if (!isOwner) _requireAgent(frame, pointer, _orderAt(pointer), signer);
    }

    /// Likewise its contract's.
    function _requireContract(Frame memory frame, uint256 pointer) private view {
        uint256 buffer = frame.structBuffer;
        bytes32 digest;
        assembly ("memory-safe") {
            digest := mload(add(buffer, 0x1c0))
        }
        address account = frame.record.accountOf();
        _requireContractSignature(frame, _indexOf(frame, pointer), account, digest);
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

    /// Leaves the 32 bytes that were signed in the buffer's fourteenth word, where their signature's
    /// recovery begins. Account, market, trigger price, epoch and highest fee are in the struct already.
    function _hashOrder(uint256 buffer, uint256 order) private pure {
        assembly ("memory-safe") {
            mstore(add(buffer, 0x60), and(shr(224, order), 0x0f))
            mstore(add(buffer, 0x80), and(shr(184, order), 0xffffffff))
            mstore(add(buffer, 0xa0), and(shr(152, order), 0xffffffff))
            mstore(add(buffer, 0xe0), and(shr(104, order), 0xffffffffffff))
            mstore(add(buffer, 0x100), and(shr(72, order), 0xffffffff))
            // Behind the struct's fields are two bytes of prefix and the domain, then the struct's hash.
            mstore(add(buffer, 0x182), keccak256(buffer, 0x160))
            mstore(add(buffer, 0x1c0), keccak256(add(buffer, 0x160), 0x42))
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
