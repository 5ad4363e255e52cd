// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Fees
library Fees {
    uint256 private constant MILLION = 1_000_000;

    /// @notice The fee on an amount of at most 2^53 − 1 quanta, rounded up to whole quanta:
    /// `⌊n/10^6⌋·ppm + ⌈(n mod 10^6)·ppm/10^6⌉` (docs/matching.md, Locks and fees).
    /// @dev Which is `⌈n·ppm/10^6⌉`, since the first part is whole; the product is below 2^77.
    /// @param ppm Parts per million, at most 2^24 − 1.
    function feeOf(uint256 quanta, uint256 ppm) internal pure returns (uint256) {
        unchecked {
            return (quanta * ppm + (MILLION - 1)) / MILLION;
        }
    }
}
