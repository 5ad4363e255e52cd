import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';

let chain: DeployedChain;

beforeAll(async () => {
  chain = await deployedChain();
});

afterAll(async () => {
  await chain.stop();
});

/** What is set on the machine of whoever runs the tests does not count; an empty text is unset. */
const UNSET = { NETWORK: '', CHAIN_ID: '', RPC_URL: '', DATA_DIR: '', CONFIG_FILE: '' };

async function run(script: string, args: readonly string[], env: Record<string, string>) {
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...process.env, ...UNSET, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    child.exitCode === null ? once(child, 'exit') : null,
  ]);
  return { exitCode: child.exitCode, stdout, stderr };
}

function envOf({ rpcUrl, env }: DeployedChain) {
  return { RPC_URL: rpcUrl, DATA_DIR: env.dataDir };
}

describe('npm run verify', () => {
  const verify = 'scripts/deploy/verify.ts';

  it('shows every address and ends well when all is there', async () => {
    const { exitCode, stdout } = await run(verify, [], envOf(chain));
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`swapRouter02       ${chain.deployment.contracts.swapRouter02}`);
    expect(stdout).toContain('All is there.');
  });

  it('fails plainly for the main network when the chain is another', async () => {
    const result = await run(verify, ['--network', 'lux'], { RPC_URL: chain.rpcUrl });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('1337');
    expect(result.stderr).toContain('96369');
  });

  it('fails plainly when the chain does not answer', async () => {
    const { exitCode, stderr } = await run(verify, ['--network', 'lux'], {
      RPC_URL: 'http://127.0.0.1:1',
    });
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'The chain at 127.0.0.1:1 does not answer: check RPC_URL and the network.\n',
    );
  });

  it('fails plainly where nothing is deployed', async () => {
    const { exitCode, stderr } = await run(verify, ['--network', 'zoo'], {});
    expect(exitCode).toBe(1);
    expect(stderr).toBe('Nothing is recorded as deployed on "zoo".\n');
  });

  it('explains itself when it is asked for something else', async () => {
    const { exitCode, stderr } = await run(verify, ['--networks', 'lux'], {});
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Usage: npm run verify');
  });
});

describe('npm run deploy', () => {
  const deploy = 'scripts/deploy/main.ts';

  it('says that everything is deployed already', async () => {
    const { exitCode, stdout } = await run(deploy, [], envOf(chain));
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Everything is deployed already.');
    expect(stdout).toContain(`${chain.deployment.contracts.faucet}`);
  });

  it('refuses public networks with a code', async () => {
    const { exitCode, stderr } = await run(deploy, [], { NETWORK: 'lux' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('(deploy/network-refused)');
  });

  it('explains itself when it is asked for something else', async () => {
    const { exitCode, stderr } = await run(deploy, ['--force'], {});
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Usage: npm run deploy');
  });
});
