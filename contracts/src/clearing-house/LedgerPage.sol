// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouseErrors } from "./IClearingHouseErrors.sol";

/// @title Several balances, and what else an account has, in one word
/// @dev docs/settlement.md, Ledger. Balances are 2^53 − 1 quanta at most and have 56 bits; lanes begin
/// 64 bits apart. In page 0 the third lane is followed by one-shot nonce and epoch.
library LedgerPage {
    /// More is never in custody of an asset, so no balance is larger.
    uint256 internal constant MAX_QUANTA = 2 ** 53 - 1;
    /// Assets of page 0; the other pages hold `LANES` each.
    uint256 internal constant FIRST_PAGE_ASSETS = 3;
    uint256 internal constant LANES = 4;

    uint256 private constant BALANCE_MASK = 2 ** 56 - 1;
    uint256 private constant EXITING = 1 << 56;
    uint256 private constant NONCE_SHIFT = 192;
    uint256 private constant NONCE_MASK = (2 ** 48 - 1) << NONCE_SHIFT;
    uint256 private constant EPOCH_SHIFT = 240;
    uint256 private constant EPOCH_MASK = (2 ** 16 - 1) << EPOCH_SHIFT;

    /// Page of an asset, and by how many bits its balance is shifted there.
    function placeOf(uint256 asset) internal pure returns (uint256 page, uint256 shift) {
        unchecked {
            if (asset < FIRST_PAGE_ASSETS) return (0, asset << 6);
            uint256 rest = asset - FIRST_PAGE_ASSETS;
            return (1 + rest / LANES, (rest % LANES) << 6);
        }
    }

    /// How many pages hold the balances of the first `assets` assets.
    function pagesOf(uint256 assets) internal pure returns (uint256) {
        if (assets <= FIRST_PAGE_ASSETS) return 1;
        return 1 + (assets - FIRST_PAGE_ASSETS + LANES - 1) / LANES;
    }

    function balance(uint256 word, uint256 shift) internal pure returns (uint256) {
        return (word >> shift) & BALANCE_MASK;
    }

    /// @dev Custody's limit keeps every sum in range; the check is here so that no lane could ever
    /// reach its neighbour whatever happens elsewhere.
    function credit(uint256 word, uint256 shift, uint256 quanta) internal pure returns (uint256) {
        unchecked {
            if (quanta > MAX_QUANTA || balance(word, shift) + quanta > MAX_QUANTA) {
                revert IClearingHouseErrors.BalanceOutOfRange();
            }
            return word + (quanta << shift);
        }
    }

    /// @dev The caller has seen that the balance suffices, or gets a revert without data.
    function debit(uint256 word, uint256 shift, uint256 quanta) internal pure returns (uint256) {
        unchecked {
            if (quanta > balance(word, shift)) revert IClearingHouseErrors.BalanceOutOfRange();
            return word - (quanta << shift);
        }
    }

    function epoch(uint256 word) internal pure returns (uint256) {
        return word >> EPOCH_SHIFT;
    }

    function withEpoch(uint256 word, uint256 value) internal pure returns (uint256) {
        return (word & ~EPOCH_MASK) | ((value << EPOCH_SHIFT) & EPOCH_MASK);
    }

    function oneShotNonce(uint256 word) internal pure returns (uint256) {
        return (word & NONCE_MASK) >> NONCE_SHIFT;
    }

    function withOneShotNonce(uint256 word, uint256 value) internal pure returns (uint256) {
        return (word & ~NONCE_MASK) | ((value << NONCE_SHIFT) & NONCE_MASK);
    }

    function isExiting(uint256 word) internal pure returns (bool) {
        return word & EXITING != 0;
    }

    function withExiting(uint256 word, bool value) internal pure returns (uint256) {
        return value ? word | EXITING : word & ~EXITING;
    }
}
