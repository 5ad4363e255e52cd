// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "./IClearingHouse.sol";
import { LedgerPage } from "./LedgerPage.sol";

/// A market's rules in one word, as fills need them: k in the highest bytes and units of a lot in the
/// lowest, so that neither needs both shift and mask; in between from the highest on the shifts of base
/// and quote balance and a byte that is 1, all three when both assets are in first pages, then smallest
/// notional, fee caps of maker and taker, numbers of base and quote asset. Zero is no market.
type MarketWord is uint256;

using MarketWords for MarketWord global;

/// @title Fields of a market's word
library MarketWords {
    uint256 private constant K_SHIFT = 224;
    /// Bytes 4, 5 and 6 of the word.
    uint256 private constant BASE_PLACE_SHIFT = 216;
    uint256 private constant QUOTE_PLACE_SHIFT = 208;
    uint256 private constant FIRST_PAGES_SHIFT = 200;
    uint256 private constant MIN_NOTIONAL_SHIFT = 136;
    uint256 private constant MAKER_CAP_SHIFT = 112;
    uint256 private constant TAKER_CAP_SHIFT = 88;
    uint256 private constant BASE_SHIFT = 80;
    uint256 private constant QUOTE_SHIFT = 72;

    function pack(IClearingHouse.Market memory market) internal pure returns (MarketWord) {
        (uint256 base, uint256 quote) = (market.baseAsset, market.quoteAsset);
        uint256 word = (uint256(market.quantaPerTickLot) << K_SHIFT) | market.unitsPerLot;
        word |= (uint256(market.maxMakerFeePpm) << MAKER_CAP_SHIFT)
            | (uint256(market.maxTakerFeePpm) << TAKER_CAP_SHIFT);
        word |= (uint256(market.minNotional) << MIN_NOTIONAL_SHIFT) | (base << BASE_SHIFT)
            | (quote << QUOTE_SHIFT);
        if (base < LedgerPage.FIRST_PAGE_ASSETS && quote < LedgerPage.FIRST_PAGE_ASSETS) {
            // Lanes begin 64 bits apart.
            word |= (base << (BASE_PLACE_SHIFT + 6)) | (quote << (QUOTE_PLACE_SHIFT + 6))
                | (1 << FIRST_PAGES_SHIFT);
        }
        return MarketWord.wrap(word);
    }

    function baseAsset(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> BASE_SHIFT) & 0xff;
    }

    function quoteAsset(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> QUOTE_SHIFT) & 0xff;
    }

    function maxTakerFeePpm(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> TAKER_CAP_SHIFT) & 0xffffff;
    }

    function maxMakerFeePpm(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> MAKER_CAP_SHIFT) & 0xffffff;
    }

    function quantaPerTickLot(MarketWord market) internal pure returns (uint256) {
        return MarketWord.unwrap(market) >> K_SHIFT;
    }

    function unitsPerLot(MarketWord market) internal pure returns (uint256) {
        return MarketWord.unwrap(market) & 0xffffffffffffffff;
    }

    function minNotional(MarketWord market) internal pure returns (uint256) {
        return (MarketWord.unwrap(market) >> MIN_NOTIONAL_SHIFT) & 0xffffffffffffffff;
    }
}
