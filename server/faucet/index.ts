export { Faucet, type FaucetOutcome } from './faucet.ts';
export { TradingFunds } from './trading-funds.ts';
