// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "./IClearingHouse.sol";
import { LedgerPage } from "./LedgerPage.sol";

/// A market's rules in one word, as fills need them: from the lowest bit on the numbers of quote and base
/// asset, the fee caps of taker and maker, k, units of a lot, smallest notional; then, when both assets
/// are in first pages, by how much their balances are shifted there, and a mark. Zero is no market.
type MarketWord is uint256;

using MarketWords for MarketWord global;

/// @title Fields of a market's word
library MarketWords {
    /// Base and quote asset are both in first pages.
    uint256 internal constant FIRST_PAGES = 1 << 255;

    function pack(IClearingHouse.Market memory market) internal pure returns (MarketWord) {
        uint256 fees = (uint256(market.maxMakerFeePpm) << 24) | market.maxTakerFeePpm;
        uint256 assets = (uint256(market.baseAsset) << 8) | market.quoteAsset;
        uint256 places = 0;
        if (
            market.baseAsset < LedgerPage.FIRST_PAGE_ASSETS
                && market.quoteAsset < LedgerPage.FIRST_PAGE_ASSETS
        ) {
            places = FIRST_PAGES | (uint256(market.baseAsset) << 238)
                | (uint256(market.quoteAsset) << 230);
        }
        return MarketWord.wrap(
            places | (uint256(market.minNotional) << 160) | (uint256(market.unitsPerLot) << 96)
                | (uint256(market.quantaPerTickLot) << 64) | (fees << 16) | assets
        );
    }

    function baseAsset(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> 8) & 0xff;
    }

    function quoteAsset(MarketWord market) internal pure returns (uint256) {
        return MarketWord.unwrap(market) & 0xff;
    }

    function maxTakerFeePpm(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> 16) & 0xffffff;
    }

    function maxMakerFeePpm(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> 40) & 0xffffff;
    }

    function quantaPerTickLot(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> 64) & 0xffffffff;
    }

    function unitsPerLot(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> 96) & 0xffffffffffffffff;
    }

    function minNotional(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> 160) & 0xffffffffffffffff;
    }
}
