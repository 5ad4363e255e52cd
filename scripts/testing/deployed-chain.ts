import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment } from '#lib/domain/network.ts';
import { type ExchangeEnv, readExchangeEnv } from '#lib/env/exchange-env.ts';
import { deployExchange } from '#scripts/deploy/deploy-exchange.ts';
import type { InitialPrices } from '#scripts/deploy/initial-prices.ts';
import { type AnvilOptions, startAnvil } from '#scripts/dev-chain/anvil.ts';

export type DeployedChain = {
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  /** The environment that this chain is: what `readExchangeEnv` gives to its processes. */
  readonly env: ExchangeEnv;
  /** Ends the chain and removes its data folder. */
  stop(): Promise<void>;
};

/**
 * A chain of its own for a test, with the whole exchange on it. A block is mined for every
 * transaction, unless `anvil.blockTimeSeconds` says otherwise.
 */
export async function deployedChain(
  options: { readonly initialPrices?: InitialPrices; readonly anvil?: AnvilOptions } = {},
): Promise<DeployedChain> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lux-chain-'));
  const anvil = await startAnvil(options.anvil);
  const stop = async () => {
    await anvil.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { rpcUrl } = anvil;
    const env = readExchangeEnv({
      NETWORK: 'local',
      CHAIN_ID: `${options.anvil?.chainId ?? 1337}`,
      RPC_URL: rpcUrl,
      DATA_DIR: dataDir,
    });
    const deployment = await deployExchange({ env, initialPrices: options.initialPrices });
    return { rpcUrl, deployment, env, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
