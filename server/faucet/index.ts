export { Faucet, type FaucetOutcome } from './faucet.ts';
