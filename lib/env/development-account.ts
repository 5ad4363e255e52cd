import { type HDAccount, mnemonicToAccount } from 'viem/accounts';
import { assertDevelopmentNetwork, type ExchangeEnv } from './exchange-env.ts';

/** The mnemonic that every Ethereum development tool knows: its keys protect nothing. */
const TEST_MNEMONIC = 'test test test test test test test test test test test junk';

/** What each account of the test mnemonic is for; the test users are numbers 5 to 9. */
const INDEX = {
  deployer: 0,
  marketMaker: 1,
  faucetOperator: 2,
  keeper: 3,
  bookMaker: 4,
  simulatedTrader: 10,
  secondSimulatedTrader: 11,
  /** Takes over what a frozen account cannot settle. */
  backstop: 12,
  /** Has the tokens that the exchange's own accounts are funded with. */
  treasury: 13,
  /** May pause the clearing house. */
  guardian: 14,
  /** Receives the fees on chain. */
  feeAccount: 15,
} as const;

export type DevelopmentRole = keyof typeof INDEX;

/**
 * The signing account of a role, or of the test user with that index, on the local network.
 *
 * @throws ConfigurationError on any other network, and when the RPC is not on this machine.
 */
export function developmentAccount(
  env: ExchangeEnv,
  role: DevelopmentRole | 5 | 6 | 7 | 8 | 9,
): HDAccount {
  assertDevelopmentNetwork(env);
  const addressIndex = typeof role === 'number' ? role : INDEX[role];
  return mnemonicToAccount(TEST_MNEMONIC, { addressIndex });
}
