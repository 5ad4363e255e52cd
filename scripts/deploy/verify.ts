import { networks } from '#lib/domain/network.ts';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { type ExchangeEnv, readExchangeEnv } from '#lib/env/exchange-env.ts';
import { isLoopbackUrl } from '#lib/env/loopback.ts';
import { DeploymentRecordError } from '#lib/env/parse-deployment.ts';
import { readDeployment } from '#lib/env/read-deployment.ts';
import { DeployError } from './deploy-error.ts';
import { localAccounts } from './local-accounts.ts';
import { verifyDeployment } from './verify-deployment.ts';

const USAGE = `Usage: npm run verify [-- --network ${Object.keys(networks).join('|')}]

Shows every configured address of a network and what is there on its chain. RPC_URL replaces the
network's own RPC. The exit code is 1 when something is missing or the chain does not answer.`;

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(USAGE);
    return;
  }
  const [option, name, ...rest] = args;
  const understood =
    args.length === 0 || (option === '--network' && name !== undefined && rest.length === 0);
  if (!understood) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const env = readExchangeEnv(name === undefined ? process.env : { ...process.env, NETWORK: name });
  const deployment = readDeployment(env);
  if (deployment === null) {
    console.error(`Nothing is recorded as deployed on "${env.network}".`);
    process.exitCode = 1;
    return;
  }
  const accounts = isLocal(env) ? localAccounts(env) : null;
  const rows = await verifyDeployment(deployment, { rpcUrl: env.rpcUrl, accounts });
  const width = Math.max(...rows.map((row) => row.name.length));
  console.log(`${env.network}, chain id ${deployment.chainId}`);
  for (const row of rows) console.log(`  ${row.name.padEnd(width)}  ${row.address}  ${row.text}`);
  const missing = rows.filter((row) => !row.ok).length;
  console.log(
    missing === 0 ? 'All is there.' : `${missing} of ${rows.length} are not as configured.`,
  );
  process.exitCode = missing === 0 ? 0 : 1;
}

/** The roles of other networks are not among the development accounts. */
function isLocal({ network, rpcUrl }: ExchangeEnv): boolean {
  return network === 'local' && isLoopbackUrl(rpcUrl);
}

function isForPeople(error: unknown): error is Error {
  return (
    error instanceof ConfigurationError ||
    error instanceof DeployError ||
    error instanceof DeploymentRecordError
  );
}

main().catch((error: unknown) => {
  if (!isForPeople(error)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});
