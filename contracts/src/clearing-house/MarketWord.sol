// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "./IClearingHouse.sol";

/// A market's rules in one word, as fills need them. Zero is no market.
type MarketWord is uint256;

using MarketWords for MarketWord global;

/// @title Fields of a market's word
library MarketWords {
    uint256 internal constant QUANTA_SHIFT = 64;
    uint256 internal constant MIN_NOTIONAL_SHIFT = 160;

    function pack(IClearingHouse.Market memory market) internal pure returns (MarketWord) {
        uint256 fees = (uint256(market.maxMakerFeePpm) << 24) | market.maxTakerFeePpm;
        uint256 assets = (uint256(market.baseAsset) << 8) | market.quoteAsset;
        return MarketWord.wrap(
            (uint256(market.minNotional) << 160) | (uint256(market.unitsPerLot) << 96)
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
        return MarketWord.unwrap(market) >> 160;
    }
}
