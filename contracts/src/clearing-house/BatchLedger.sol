// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouseErrors } from "./IClearingHouseErrors.sol";
import { LedgerPage } from "./LedgerPage.sol";

/// @title Accounts of a batch in memory
/// @dev A record is the account's address, the slot of its page 0, then its pages. So each page is read
/// and written once a batch, whatever the number of fills. Page 0 is read with the account, a further
/// one when it is first needed: then its highest bit, which no balance reaches, says that it is there.
library BatchLedger {
    uint256 private constant BASE_SLOT = 0x20;
    uint256 private constant PAGE_0 = 0x40;
    uint256 private constant LOADED = 1 << 255;

    /// Bytes of a record when that many assets are listed.
    function sizeOf(uint256 assetCount) internal pure returns (uint256) {
        unchecked {
            return PAGE_0 + 32 * LedgerPage.pagesOf(assetCount);
        }
    }

    /// Begins the record of an account whose page 0 is at `slot`, and gives that page.
    function load(uint256 record, address account, uint256 slot)
        internal
        view
        returns (uint256 page)
    {
        assembly ("memory-safe") {
            page := sload(slot)
            mstore(record, account)
            mstore(add(record, BASE_SLOT), slot)
            mstore(add(record, PAGE_0), page)
        }
    }

    function accountOf(uint256 record) internal pure returns (address account) {
        assembly ("memory-safe") {
            account := mload(record)
        }
    }

    function firstPage(uint256 record) internal pure returns (uint256 page) {
        assembly ("memory-safe") {
            page := mload(add(record, PAGE_0))
        }
    }

    function setFirstPage(uint256 record, uint256 page) internal pure {
        assembly ("memory-safe") {
            mstore(add(record, PAGE_0), page)
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
                        word := or(LOADED, sload(add(mload(add(record, BASE_SLOT)), index)))
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
            let offset := add(PAGE_0, shl(5, page))
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
            pointer := add(add(record, PAGE_0), shl(5, page))
            word := mload(pointer)
            if page {
                if iszero(and(word, LOADED)) {
                    word := or(LOADED, sload(add(mload(add(record, BASE_SLOT)), page)))
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

    /// Writes the pages back that were read; `size` is that of the record.
    function save(uint256 record, uint256 size) internal {
        assembly ("memory-safe") {
            let slot := mload(add(record, BASE_SLOT))
            sstore(slot, mload(add(record, PAGE_0)))
            let end := add(record, size)
            for { let pointer := add(record, 0x60) } lt(pointer, end) {
                pointer := add(pointer, 0x20)
            } {
                slot := add(slot, 1)
                let word := mload(pointer)
                if and(word, LOADED) { sstore(slot, xor(word, LOADED)) }
            }
        }
    }
}
