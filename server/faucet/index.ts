export { CustodyFunds } from './custody-funds.ts';
export { Faucet, type FaucetOutcome } from './faucet.ts';
export { type FundingTarget, planFunding } from './plan-funding.ts';
export { TreasuryWallet } from './treasury-wallet.ts';
