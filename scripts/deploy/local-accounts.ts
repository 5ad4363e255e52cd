import type { Address } from '#lib/domain/address.ts';
import { type DevelopmentRole, developmentAccount } from '#lib/env/development-account.ts';
import type { ExchangeEnv } from '#lib/env/exchange-env.ts';

/** Who has which part in the exchange of a local network. */
export type LocalAccounts = {
  /** Deploys, provides the pools' liquidity, and governs the timelock. */
  readonly deployer: Address;
  readonly marketMaker: Address;
  readonly faucetOperator: Address;
  /** Settles batches. */
  readonly keeper: Address;
  readonly guardian: Address;
  readonly feeAccount: Address;
  readonly treasury: Address;
};

/**
 * Addresses of the development accounts.
 *
 * @throws ConfigurationError where the network is not a local one.
 */
export function localAccounts(env: ExchangeEnv): LocalAccounts {
  const address = (role: DevelopmentRole) => developmentAccount(env, role).address;
  return {
    deployer: address('deployer'),
    marketMaker: address('marketMaker'),
    faucetOperator: address('faucetOperator'),
    keeper: address('keeper'),
    guardian: address('guardian'),
    feeAccount: address('feeAccount'),
    treasury: address('treasury'),
  };
}
