import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { readExchangeEnv } from '#lib/env/exchange-env.ts';
import { DeploymentRecordError } from '#lib/env/parse-deployment.ts';
import { readSettings } from '#lib/env/read-settings.ts';
import { initialPrices, MarketRecordError } from '#server/oracle/index.ts';
import { DeployError } from './deploy-error.ts';
import { deployExchange } from './deploy-exchange.ts';
import { assertLocalTarget } from './inspect-chain.ts';

const USAGE = `Usage: npm run deploy [-- --redeploy]

Deploys contracts, tokens, faucet and pools to the local chain (RPC_URL, CHAIN_ID, DATA_DIR) and
records their addresses in its data folder. What is there already stays; an interrupted deployment
continues. "npm start" does this by itself.

Options:
  --redeploy  the chain has begun anew: deploy again and replace the record of the old one
  --help      show this text`;

const NAME_WIDTH = 18;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(USAGE);
    return;
  }
  const unknown = args.find((argument) => argument !== '--redeploy');
  if (unknown !== undefined) {
    console.error(`Unknown argument ${unknown}.\n\n${USAGE}`);
    process.exitCode = 2;
    return;
  }
  const env = readExchangeEnv();
  const { SIM_SEED: seed } = readSettings();
  assertLocalTarget(env);
  let sent = 0;
  const deployment = await deployExchange({
    env,
    // The sidecar's simulated market continues from the prices that the pools are seeded at.
    initialPrices: await initialPrices({ networkDir: env.networkDir, seed, nowMs: Date.now() }),
    redeploy: args.includes('--redeploy'),
    onProgress: ({ title, sent: count, total }) => {
      sent = count;
      console.log(`${count}/${total} ${title}`);
    },
  });
  console.log(sent === 0 ? 'Everything is deployed already.' : `${sent} transactions sent.`);
  for (const [name, address] of Object.entries(deployment.contracts)) {
    console.log(`  ${name.padEnd(NAME_WIDTH)} ${address}`);
  }
  for (const { symbol, address } of deployment.tokens) {
    console.log(`  ${symbol.padEnd(NAME_WIDTH)} ${address}`);
  }
}

function isForPeople(error: unknown): error is Error {
  return [ConfigurationError, DeployError, DeploymentRecordError, MarketRecordError].some(
    (kind) => error instanceof kind,
  );
}

main().catch((error: unknown) => {
  if (!isForPeople(error)) throw error;
  const code = error instanceof DeployError ? ` (${error.code})` : '';
  console.error(`${error.message}${code}`);
  process.exitCode = 1;
});
