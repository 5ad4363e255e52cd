// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouseErrors } from "./IClearingHouseErrors.sol";
import { LedgerPage } from "./LedgerPage.sol";

/// @title Accounts of a batch in memory
/// @dev A record is where the account's page 0 is; its further pages follow, and before it are the page's
/// slot and, before that, the account's address. So each page is read and written once a batch, whatever
/// the number of fills. Page 0 is read with the account, a further one when it is first needed: then its
/// highest bit, which no balance reaches, says that it is there.
library BatchLedger {
    /// How far before the record are the slot, and the address with which all of it begins.
    uint256 private constant SLOT_BEFORE = 0x20;
    uint256 internal constant ACCOUNT_BEFORE = 0x40;
    uint256 private constant LOADED = 1 << 255;

    /// Bytes from one record to the next when that many assets are listed.
    function sizeOf(uint256 assetCount) internal pure returns (uint256) {
        unchecked {
            return ACCOUNT_BEFORE + 32 * LedgerPage.pagesOf(assetCount);
        }
    }

    function accountOf(uint256 record) internal pure returns (address account) {
        assembly ("memory-safe") {
            account := mload(sub(record, ACCOUNT_BEFORE))
        }
    }

    function firstPage(uint256 record) internal pure returns (uint256 page) {
        assembly ("memory-safe") {
            page := mload(record)
        }
    }

    /// Pays an amount from one account to another, who pays a fee out of it to a third.
    /// @dev No sum leaves its lane: what is credited was debited, and custody of an asset is limited.
    /// @param fee At most `quanta`.
    function pay(
        uint256 from,
        uint256 to,
        uint256 feeRecord,
        uint256 asset,
        uint256 quanta,
        uint256 fee
    ) internal view {
        uint256 held;
        assembly ("memory-safe") {
            // The page of a record, from storage when it is none of the first and not there yet.
            function wordOf(record, index, pointer) -> word {
                word := mload(pointer)
                if index {
                    if iszero(and(word, LOADED)) {
                        word := or(LOADED, sload(add(mload(sub(record, SLOT_BEFORE)), index)))
                    }
                }
            }
            // LedgerPage.placeOf and balance.
            let page := 0
            let shift := shl(6, asset)
            if gt(asset, 2) {
                let rest := sub(asset, 3)
                page := add(1, shr(2, rest))
                shift := shl(6, and(rest, 3))
            }
            let offset := shl(5, page)
            let pointer := add(from, offset)
            let word := wordOf(from, page, pointer)
            held := and(shr(shift, word), 0xffffffffffffff)
            if iszero(lt(held, quanta)) {
                mstore(pointer, sub(word, shl(shift, quanta)))
                pointer := add(to, offset)
                mstore(pointer, add(wordOf(to, page, pointer), shl(shift, sub(quanta, fee))))
                pointer := add(feeRecord, offset)
                mstore(pointer, add(wordOf(feeRecord, page, pointer), shl(shift, fee)))
            }
        }
        if (held < quanta) {
            revert IClearingHouseErrors.InsufficientBalance(accountOf(from), asset, held, quanta);
        }
    }

    /// @dev Reverts with what is missing.
    function debit(uint256 record, uint256 asset, uint256 quanta) internal view {
        (uint256 page, uint256 shift) = LedgerPage.placeOf(asset);
        uint256 pointer;
        uint256 word;
        assembly ("memory-safe") {
            pointer := add(record, shl(5, page))
            word := mload(pointer)
            if page {
                if iszero(and(word, LOADED)) {
                    word := or(LOADED, sload(add(mload(sub(record, SLOT_BEFORE)), page)))
                }
            }
        }
        uint256 balance = LedgerPage.balance(word, shift);
        if (balance < quanta) {
            revert IClearingHouseErrors.InsufficientBalance(
                accountOf(record), asset, balance, quanta
            );
        }
        assembly ("memory-safe") {
            mstore(pointer, sub(word, shl(shift, quanta)))
        }
    }

    /// Writes the pages back that were read, of all records from one on that are before another one.
    /// @param size From one record to the next.
    function save(uint256 record, uint256 end, uint256 size) internal {
        assembly ("memory-safe") {
            for { } lt(record, end) { } {
                let slot := mload(sub(record, SLOT_BEFORE))
                sstore(slot, mload(record))
                let next := add(record, size)
                let last := sub(next, ACCOUNT_BEFORE)
                for { let at := add(record, 0x20) } lt(at, last) { at := add(at, 0x20) } {
                    let page := mload(at)
                    // The highest bit is the sign.
                    if slt(page, 0) {
                        sstore(add(slot, shr(5, sub(at, record))), xor(page, LOADED))
                    }
                }
                record := next
            }
        }
    }
}
