// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// An order of a batch as it is in memory: its 23 bytes as they were sent, a byte of nothing, where its
/// account's record is, then the lots that the batch's fills have given it so far: 32 bits each.
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
    uint256 internal constant TRIGGER = 64;

    uint256 internal constant ACCOUNT_SHIFT = 240;
    uint256 internal constant ROW_SHIFT = 232;
    uint256 internal constant FLAGS_SHIFT = 224;
    uint256 internal constant MARKET_SHIFT = 216;
    uint256 internal constant PRICE_SHIFT = 184;
    uint256 internal constant QUANTITY_SHIFT = 152;
    uint256 internal constant NONCE_SHIFT = 104;
    uint256 internal constant EXPIRY_SHIFT = 72;
    uint256 internal constant RECORD_SHIFT = 32;
    uint256 internal constant MASK_8 = 2 ** 8 - 1;
    uint256 internal constant MASK_16 = 2 ** 16 - 1;
    uint256 internal constant MASK_32 = 2 ** 32 - 1;
    uint256 internal constant MASK_48 = 2 ** 48 - 1;

    /// Flags where they are in the word.
    uint256 internal constant SELL_BIT = 1 << FLAGS_SHIFT;
    uint256 internal constant ONE_SHOT_BIT = 2 << FLAGS_SHIFT;
    uint256 internal constant POST_ONLY_BIT = 4 << FLAGS_SHIFT;
    /// All but what orders are sorted by, which is account, space of nonces, nonce.
    uint256 internal constant UNSORTED_BITS =
        ~((MASK_16 << ACCOUNT_SHIFT) | (2 << FLAGS_SHIFT) | (MASK_48 << NONCE_SHIFT));
    /// What an order has that is not verified as most are.
    uint256 internal constant UNUSUAL_BITS = (CONTRACT + FORMER_EPOCH + TRIGGER) << FLAGS_SHIFT;
    /// Row and market.
    uint256 internal constant KIND_BITS = (MASK_8 << ROW_SHIFT) | (MASK_8 << MARKET_SHIFT);
    /// Reduce-only, which spot markets do not have, and what stands for nothing yet.
    uint256 internal constant UNSUPPORTED_BITS = (128 + 8) << FLAGS_SHIFT;
    /// Those, and the highest bits of price and quantity, which are below 2^31.
    uint256 internal constant REFUSED_BITS =
        UNSUPPORTED_BITS | (1 << (PRICE_SHIFT + 31)) | (1 << (QUANTITY_SHIFT + 31));

    function accountIndex(OrderWord order) internal pure returns (uint256) {
        return OrderWord.unwrap(order) >> ACCOUNT_SHIFT;
    }

    /// Where the account's record is in memory.
    function record(OrderWord order) internal pure returns (uint256) {
        return (OrderWord.unwrap(order) >> RECORD_SHIFT) & MASK_32;
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
