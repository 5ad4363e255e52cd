// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { BatchLedger } from "./BatchLedger.sol";
import { ClearingHouseStorage } from "./ClearingHouseStorage.sol";
import { LedgerPage } from "./LedgerPage.sol";
import { OrderWords } from "./OrderWord.sol";
import { SignedStructs } from "./SignedStructs.sol";
import { EIP712 } from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import { MessageHashUtils } from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title Parts of a batch, and its accounts
/// @dev docs/settlement.md, The batch. The batch is read where it is, in the call's data: positions
/// are absolute there. What fills work on is in memory: a word an order, a record an account. That the
/// batch ends where its last signature does is checked when everything was read; until then what lies
/// beyond reads as whatever it is, which the revert makes of no consequence.
abstract contract Batch is ClearingHouseStorage, EIP712 {
    using BatchLedger for uint256;

    /// Where the parts of the batch are, and what was made of them.
    struct Frame {
        /// Positions in the call's data.
        uint256 rows;
        uint256 rowCount;
        uint256 accounts;
        uint256 accountCount;
        uint256 orders;
        uint256 orderCount;
        uint256 fills;
        uint256 fillsEnd;
        /// Where the fills end the withdrawals begin.
        uint256 withdrawalCount;
        /// Up to where the event carries the batch: there the signatures begin.
        uint256 carriedEnd;
        /// Of the signature that is looked at next.
        uint256 signature;
        uint256 end;
        /// Places in memory.
        uint256 records;
        uint256 recordSize;
        uint256 feeRecord;
        uint256 orderWords;
        uint256 orderWordsEnd;
        uint256 marketTable;
        uint256 structBuffer;
        bytes32 domainSeparator;
        uint256 sequence;
    }

    uint256 internal constant ROW_SIZE = 9;
    uint256 internal constant ACCOUNT_SIZE = 20;
    uint256 internal constant WITHDRAWAL_SIZE = 42;
    uint256 internal constant MARKETS = 64;

    uint256 private constant VERSION = 1;
    uint256 private constant HEADER_SIZE = 16;

    function _open(bytes calldata batch) internal view returns (Frame memory frame) {
        uint256 start = _startOf(batch);
        uint256 header = _word(start) >> 128;
        if (batch.length < HEADER_SIZE) revert MalformedBatch(HEADER_SIZE, batch.length);
        if (header >> 120 != VERSION) revert UnknownBatchVersion(header >> 120);
        frame.sequence = (header >> 72) & 0xffffffffffff;
        // Nothing overflows: counts have 24 bits at most, and data is shorter than 2^64.
        unchecked {
            uint256 next = uint256(_state.sequence) + 1;
            if (frame.sequence != next) revert WrongSequence(frame.sequence, next);
            frame.rowCount = (header >> 64) & 0xff;
            frame.accountCount = (header >> 48) & 0xffff;
            frame.withdrawalCount = header & 0xff;
            frame.rows = start + HEADER_SIZE;
            frame.accounts = frame.rows + frame.rowCount * ROW_SIZE;
            frame.orders = frame.accounts + frame.accountCount * ACCOUNT_SIZE;
            frame.orderCount = (header >> 32) & 0xffff;
            frame.fills = frame.orders + frame.orderCount * OrderWords.SIZE;
            frame.fillsEnd = frame.fills + ((header >> 8) & 0xffffff);
            frame.carriedEnd = frame.fillsEnd + frame.withdrawalCount * WITHDRAWAL_SIZE;
            frame.signature = frame.carriedEnd;
            frame.end = start + batch.length;
            if (frame.carriedEnd > frame.end) {
                revert MalformedBatch(frame.carriedEnd - start, batch.length);
            }
        }
        frame.domainSeparator = _domainSeparatorV4();
        _allocate(frame);
        _checkRows(frame);
    }

    function _allocate(Frame memory frame) internal view {
        uint256 size = BatchLedger.sizeOf(_state.assetCount);
        frame.recordSize = size;
        unchecked {
            // One more, for the fee account, which need not be listed.
            frame.records =
                _newWords((frame.accountCount + 1) * size / 32) + BatchLedger.ACCOUNT_BEFORE;
            frame.orderWords = _newWords(frame.orderCount);
            frame.orderWordsEnd = frame.orderWords + (frame.orderCount << 5);
        }
        frame.marketTable = _newWords(MARKETS);
        uint256 buffer = _newWords(18);
        frame.structBuffer = buffer;
        bytes32 typeHash = SignedStructs.ORDER_TYPEHASH;
        bytes32 separator = frame.domainSeparator;
        assembly ("memory-safe") {
            mstore(buffer, typeHash)
            // Behind the eleven words of an order's struct: what its hash is hashed with.
            mstore(add(buffer, 0x160), shl(240, 0x1901))
            mstore(add(buffer, 0x162), separator)
        }
    }

    function _checkRows(Frame memory frame) internal pure {
        for (uint256 i = 0; i < frame.rowCount; ++i) {
            (uint256 makerPpm, uint256 takerPpm, uint256 maxPpm) = _row(frame, i);
            uint256 fee = makerPpm > maxPpm ? makerPpm : takerPpm;
            if (fee > maxPpm) revert FeeAboveSignedMaximum(fee, maxPpm);
        }
    }

    function _row(Frame memory frame, uint256 index)
        internal
        pure
        returns (uint256 makerPpm, uint256 takerPpm, uint256 maxPpm)
    {
        unchecked {
            uint256 row = _word(frame.rows + index * ROW_SIZE) >> 184;
            return (row >> 48, (row >> 24) & 0xffffff, row & 0xffffff);
        }
    }

    function _loadAccounts(Frame memory frame) internal view {
        uint256 feeAccount_ = uint160(_state.feeAccount);
        uint256 record = frame.records;
        uint256 size = frame.recordSize;
        uint256 end = frame.orders;
        uint256 last = 0;
        unchecked {
            for (uint256 position = frame.accounts; position < end; position += ACCOUNT_SIZE) {
                uint256 account;
                uint256 page;
                assembly ("memory-safe") {
                    // The last twenty bytes of the record's first word, which was zero.
                    calldatacopy(sub(record, 0x34), position, 20)
                    account := mload(sub(record, 0x40))
                    // As _loadAccount does.
                    mstore(0, account)
                    mstore(0x20, _accounts.slot)
                    let slot := keccak256(0, 0x40)
                    page := sload(slot)
                    mstore(sub(record, 0x20), slot)
                    mstore(record, page)
                }
                if (account <= last) {
                    revert AccountsNotAscending((position - frame.accounts) / ACCOUNT_SIZE);
                }
                last = account;
                if (LedgerPage.isExiting(page)) _requireNotBound(address(uint160(account)));
                if (account == feeAccount_) frame.feeRecord = record;
                record += size;
            }
        }
        if (frame.feeRecord == 0) {
            frame.feeRecord = record;
            _loadAccount(record, feeAccount_);
        }
    }

    function _loadAccount(uint256 record, uint256 account) private view {
        assembly ("memory-safe") {
            mstore(sub(record, 0x40), account)
            mstore(0, account)
            mstore(0x20, _accounts.slot)
            let slot := keccak256(0, 0x40)
            mstore(sub(record, 0x20), slot)
            mstore(record, sload(slot))
        }
    }

    function _requireNotBound(address account) internal view {
        uint256 bindsAt = _controls[account].exitBindsAt;
        if (block.timestamp >= bindsAt) revert AccountExiting(account, bindsAt);
    }

    function _saveAccounts(Frame memory frame) internal {
        uint256 record = frame.records;
        uint256 size = frame.recordSize;
        unchecked {
            uint256 end = record + frame.accountCount * size;
            // The fee account's record is behind the others when it is not one of them.
            if (frame.feeRecord == end) end += size;
            record.save(end, size);
        }
    }

    function _requireIndex(uint256 index, uint256 count) internal pure {
        if (index >= count) revert IndexOutOfRange(index, count);
    }

    function _record(Frame memory frame, uint256 index) internal pure returns (uint256) {
        unchecked {
            return frame.records + index * frame.recordSize;
        }
    }

    function _word(uint256 position) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := calldataload(position)
        }
    }

    function _startOf(bytes calldata batch) internal pure returns (uint256 start) {
        assembly ("memory-safe") {
            start := batch.offset
        }
    }

    function _digest(bytes32 separator, bytes32 structHash) internal pure returns (bytes32) {
        return MessageHashUtils.toTypedDataHash(separator, structHash);
    }

    /// Where so many words of zeros begin in memory.
    function _newWords(uint256 count) private pure returns (uint256 pointer) {
        uint256[] memory words = new uint256[](count);
        assembly ("memory-safe") {
            pointer := add(words, 0x20)
        }
    }
}
