import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestClient, http, parseEther, publicActions } from 'viem';
import { afterEach, describe, expect, it } from 'vitest';
import { type Anvil, type AnvilOptions, AnvilStartError, startAnvil } from './anvil.ts';

const started: Anvil[] = [];
let folder = '';

async function start(options?: AnvilOptions): Promise<Anvil> {
  const anvil = await startAnvil(options);
  started.push(anvil);
  return anvil;
}

function clientOf({ rpcUrl }: Anvil) {
  return createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).extend(publicActions);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

afterEach(async () => {
  await Promise.all(started.splice(0).map(async (anvil) => await anvil.stop()));
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

describe('startAnvil', () => {
  it('starts the local chain with funded accounts on a port of its own', async () => {
    const [first, second] = await Promise.all([start(), start()]);
    expect(first.port).not.toBe(second.port);
    const client = clientOf(first);
    expect(await client.getChainId()).toBe(1337);
    const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
    expect(await client.getBalance({ address })).toBe(parseEther('10000000'));
  });

  it('takes the chain id, the balance and the beginning it is given', async () => {
    const anvil = await start({
      chainId: 96369,
      genesisBalanceLux: 5,
      genesisTimestamp: 1_900_000_000,
    });
    const client = clientOf(anvil);
    expect(await client.getChainId()).toBe(96369);
    const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
    expect(await client.getBalance({ address })).toBe(parseEther('5'));
    expect((await client.getBlock()).timestamp).toBe(1_900_000_000n);
  });

  it('mines by itself when told to', async () => {
    const client = clientOf(await start({ blockTimeSeconds: 1 }));
    await expect.poll(() => client.getBlockNumber(), { timeout: 10_000 }).toBeGreaterThan(0n);
  });

  it('leaves no process behind, however often it is stopped', async () => {
    const anvil = await start();
    expect(isAlive(anvil.pid)).toBe(true);
    await Promise.all([anvil.stop(), anvil.stop()]);
    await anvil.exited;
    expect(isAlive(anvil.pid)).toBe(false);
  });

  it('says so when its process ends by itself', async () => {
    const anvil = await start();
    process.kill(anvil.pid, 'SIGKILL');
    await anvil.exited;
    await anvil.stop();
  });

  it('refuses a port that is taken, even by another anvil', async () => {
    const { port } = await start();
    const second = startAnvil({ port });
    await expect(second).rejects.toThrow(AnvilStartError);
    await expect(second).rejects.toThrow(/in use/);
  });

  it('continues the chain that it saved, genesis block included', async () => {
    folder = mkdtempSync(join(tmpdir(), 'lux-state-'));
    const stateFile = join(folder, 'state.json');
    const first = await start({ stateFile });
    const before = await clientOf(first).getBlock();
    await clientOf(first).mine({ blocks: 3 });
    await first.stop();

    const client = clientOf(await start({ stateFile }));
    expect(await client.getBlockNumber()).toBe(3n);
    expect((await client.getBlock({ blockNumber: 0n })).hash).toBe(before.hash);
  });

  it('says what is wrong with a damaged state file', async () => {
    folder = mkdtempSync(join(tmpdir(), 'lux-state-'));
    const stateFile = join(folder, 'state.json');
    writeFileSync(stateFile, '{"block":');
    await expect(startAnvil({ stateFile })).rejects.toThrow(/state\.json/);
  });
});
