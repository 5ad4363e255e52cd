// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// An order of a batch as it is in memory: its 23 bytes as they were sent, then the lots that the
/// batch's fills have given it so far, in the lowest 32 bits.
type OrderWord is uint256;

using OrderWords for OrderWord global;

/// @title Fields of a packed order
/// @dev docs/settlement.md, The batch. What runs for every order or fill takes fields out by hand with
/// these shifts; everything else uses the functions.
library OrderWords {
    /// Bytes of an order in the batch.
    uint256 internal constant SIZE = 23;

    uint256 internal constant CONTRACT = 16;
    uint256 internal constant FORMER_EPOCH = 32;

    uint256 internal constant ACCOUNT_SHIFT = 240;
    uint256 internal constant ROW_SHIFT = 232;
    uint256 internal constant FLAGS_SHIFT = 224;
    uint256 internal constant MARKET_SHIFT = 216;
    uint256 internal constant PRICE_SHIFT = 184;
    uint256 internal constant QUANTITY_SHIFT = 152;
    uint256 internal constant NONCE_SHIFT = 104;
    uint256 internal constant EXPIRY_SHIFT = 72;
    uint256 internal constant MASK_8 = 2 ** 8 - 1;
    uint256 internal constant MASK_16 = 2 ** 16 - 1;
    uint256 internal constant MASK_32 = 2 ** 32 - 1;
    uint256 internal constant MASK_48 = 2 ** 48 - 1;

    /// Flags where they are in the word.
    uint256 internal constant SELL_BIT = 1 << FLAGS_SHIFT;
    uint256 internal constant ONE_SHOT_BIT = 2 << FLAGS_SHIFT;
    uint256 internal constant POST_ONLY_BIT = 4 << FLAGS_SHIFT;
    uint256 internal constant CONTRACT_BIT = CONTRACT << FLAGS_SHIFT;
    uint256 internal constant FORMER_EPOCH_BIT = FORMER_EPOCH << FLAGS_SHIFT;
    uint256 internal constant TRIGGER_BIT = 64 << FLAGS_SHIFT;
    /// The order without what the batch's fills add.
    uint256 internal constant ALL_BITS = ~(2 ** EXPIRY_SHIFT - 1);
    /// What orders are sorted by: account, space of nonces, nonce.
    uint256 internal constant KEY_BITS =
        (MASK_16 << ACCOUNT_SHIFT) | (2 << FLAGS_SHIFT) | (MASK_48 << NONCE_SHIFT);
    /// What an order has that is not verified as most are.
    uint256 internal constant UNUSUAL_BITS = (CONTRACT + FORMER_EPOCH + 64) << FLAGS_SHIFT;
    /// Row and market.
    uint256 internal constant KIND_BITS = (MASK_8 << ROW_SHIFT) | (MASK_8 << MARKET_SHIFT);
    /// Reduce-only, which spot markets do not have, and what stands for nothing yet.
    uint256 internal constant UNSUPPORTED_BITS = (128 + 8) << FLAGS_SHIFT;

    function accountIndex(OrderWord order) internal pure returns (uint256) {
        return OrderWord.unwrap(order) >> ACCOUNT_SHIFT;
    }

    function row(OrderWord order) internal pure returns (uint256) {
        return (OrderWord.unwrap(order) >> ROW_SHIFT) & MASK_8;
    }

    function flags(OrderWord order) internal pure returns (uint256) {
        return (OrderWord.unwrap(order) >> FLAGS_SHIFT) & MASK_8;
    }

    function market(OrderWord order) internal pure returns (uint256) {
        return (OrderWord.unwrap(order) >> MARKET_SHIFT) & MASK_8;
    }

    function price(OrderWord order) internal pure returns (uint256) {
        return (OrderWord.unwrap(order) >> PRICE_SHIFT) & MASK_32;
    }

    function quantity(OrderWord order) internal pure returns (uint256) {
        return (OrderWord.unwrap(order) >> QUANTITY_SHIFT) & MASK_32;
    }

    function nonce(OrderWord order) internal pure returns (uint256) {
        return (OrderWord.unwrap(order) >> NONCE_SHIFT) & MASK_48;
    }

    /// Lots that the batch's fills have given it.
    function filled(OrderWord order) internal pure returns (uint256) {
        return OrderWord.unwrap(order) & MASK_32;
    }

    function expiry(OrderWord order) internal pure returns (uint256) {
        return (OrderWord.unwrap(order) >> EXPIRY_SHIFT) & MASK_32;
    }
}
