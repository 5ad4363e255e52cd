export { IndexPriceKeeper } from './index-price-keeper.ts';
export { keepMarketsListed, MarketListingError } from './market-keeper.ts';
export { TickKeeper } from './tick-keeper.ts';
