import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { jsonRpc } from './json-rpc.ts';
import { isRunning, type ProcessIdentity } from './process-identity.ts';
import {
  type ExchangePorts,
  exchangePorts,
  type StartedExchange,
  spawnExchange,
  startExchange,
} from './started-exchange.ts';

const SENDER = '0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc';
const RECEIVER = '0x00000000000000000000000000000000000a11ce';
const ARGS = ['--without-web'];

const patient = { timeout: 40_000, interval: 100 };

let dataDir = '';
let ports: ExchangePorts;
let exchange: StartedExchange;

const start = async (args = ARGS) => await startExchange({ dataDir, ports, args });
const rpc = async (method: string, ...params: unknown[]) =>
  await jsonRpc(exchange.rpcUrl, { method, params });
const balance = async () => Number(await rpc('eth_getBalance', RECEIVER, 'latest'));
const chainFile = (name: string) => join(exchange.networkDir, 'chain', name);

/** Sends one wei, and resolves to the transaction's hash when it is mined. */
async function sendOne(): Promise<string> {
  const hash = String(
    await rpc('eth_sendTransaction', { from: SENDER, to: RECEIVER, value: '0x1' }),
  );
  await vi.waitFor(
    async () => expect(await rpc('eth_getTransactionReceipt', hash)).not.toBeNull(),
    patient,
  );
  return hash;
}

async function untilSaved(hash: string, file = 'saved.json'): Promise<void> {
  await vi.waitFor(() => expect(readFileSync(chainFile(file), 'utf8')).toContain(hash), patient);
}

function kill(identity: ProcessIdentity | undefined): void {
  if (identity === undefined) throw new Error('there is no such process');
  process.kill(identity.pid, 'SIGKILL');
}

async function untilGone(identities: readonly ProcessIdentity[]): Promise<void> {
  expect(identities.length).toBeGreaterThan(0);
  await vi.waitFor(() => expect(identities.filter(isRunning)).toEqual([]), patient);
}

async function untilReady(): Promise<void> {
  await vi.waitFor(async () => {
    const response = await fetch(`${exchange.sidecarUrl}/readyz`);
    expect(await response.json()).toMatchObject({ ready: true });
  }, patient);
}

const everything = () => [...exchange.processes('chain'), ...exchange.processes('sidecar')];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lux-start-'));
  ports = await exchangePorts();
  exchange = await start();
});

afterAll(async () => {
  await exchange.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

// The tests follow one exchange through a hard life, in order.
describe('npm start', { sequential: true }, () => {
  it('brings up a chain with contracts and a sidecar, and says what runs where', async () => {
    expect(Number(await rpc('eth_chainId'))).toBe(1337);
    const { contracts } = JSON.parse(
      readFileSync(join(exchange.networkDir, 'deployment.json'), 'utf8'),
    );
    for (const contract of [contracts.swapRouter02, contracts.clearingHouse, contracts.timelock]) {
      expect(await rpc('eth_getCode', contract, 'latest')).not.toBe('0x');
    }
    expect(exchange.output()).toContain(`ClearingHouse at ${contracts.clearingHouse}`);
    await untilReady();
    for (const text of [exchange.rpcUrl, exchange.sidecarUrl, 'simulated']) {
      expect(exchange.output()).toContain(text);
    }
    expect(exchange.processes('chain')).toHaveLength(2);
    expect(exchange.processes('sidecar')).toHaveLength(1);
  });

  it('refuses a second start on the same data folder', async () => {
    const second = spawnExchange({ dataDir, ports: await exchangePorts(), args: ARGS });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('start/already-running');
    expect(second.output()).toContain(`process ${exchange.pid}`);
    await untilReady();
  });

  it('refuses ports that are taken, and names who has them', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'lux-start-'));
    const second = spawnExchange({ dataDir: elsewhere, ports, args: ARGS });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('start/port-taken');
    const sidecar = exchange.processes('sidecar')[0]?.pid;
    expect(second.output()).toContain(`SIDECAR_PORT) is taken by process ${sidecar} (`);
    rmSync(elsewhere, { recursive: true });
  });

  it('refuses options that it does not know', async () => {
    const second = spawnExchange({ dataDir, ports, args: ['--rest'] });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain('start/unknown-argument');
  });

  it('starts a killed sidecar again and leaves the chain alone', async () => {
    const [chain, sidecar] = [exchange.processes('chain'), exchange.processes('sidecar')];
    kill(sidecar[0]);
    await untilGone(sidecar);
    await vi.waitFor(() => expect(exchange.processes('sidecar')).toHaveLength(1), patient);
    await untilReady();
    expect(exchange.processes('chain')).toEqual(chain);
    expect(exchange.output()).toContain('the sidecar ended (killed by SIGKILL)');
  });

  it.each([
    ['anvil', 1],
    ['the guardian of anvil', 0],
  ])('starts a chain whose process is killed (%s) again from its last save', async (_, index) => {
    const before = await balance();
    const hash = await sendOne();
    await untilSaved(hash);
    const [chain, sidecar] = [exchange.processes('chain'), exchange.processes('sidecar')];
    kill(chain[index]);
    await untilGone(chain);
    await vi.waitFor(async () => expect(await balance()).toBe(before + 1), patient);
    expect(await rpc('eth_getTransactionReceipt', hash)).toMatchObject({ status: '0x1' });
    // What the chain lost since that save is a reorganisation to the sidecar, and no fault.
    await untilReady();
    expect(exchange.processes('sidecar')).toEqual(sidecar);
  });

  it('leaves no process behind when it is killed itself, and goes on at the next start', async () => {
    const before = await balance();
    await untilSaved(await sendOne());
    const children = everything();
    expect(children).toHaveLength(3);
    exchange.signal('SIGKILL');
    await exchange.ended;
    await untilGone(children);
    exchange = await start();
    expect(await balance()).toBe(before + 1);
    expect(exchange.output()).toMatch(/contracts .* all in place/);
    expect(exchange.output()).not.toContain('differs');
    await untilReady();
  });

  it('ends what a killed start could not end, and only that', async () => {
    const [guardian, anvil] = exchange.processes('chain');
    exchange.signal('SIGSTOP');
    // Without its guardian and with the supervisor unable to notice, anvil is an orphan.
    kill(guardian);
    await untilGone(guardian === undefined ? [] : [guardian]);
    exchange.signal('SIGKILL');
    await exchange.ended;
    expect(anvil !== undefined && isRunning(anvil)).toBe(true);
    exchange = await start();
    expect(anvil !== undefined && isRunning(anvil)).toBe(false);
    expect(exchange.output()).toContain(`ended the chain (process ${anvil?.pid})`);
    await untilReady();
  });

  it('loses nothing when it is ended in order', async () => {
    const before = await balance();
    await sendOne();
    const children = everything();
    expect(await exchange.stop()).toBe(0);
    expect(children.filter(isRunning)).toEqual([]);
    expect(existsSync(join(exchange.networkDir, 'run.lock'))).toBe(false);
    exchange = await start();
    expect(await balance()).toBe(before + 1);
  });

  it('ends at once when it is asked a second time', async () => {
    const children = everything();
    const anvil = exchange.processes('chain')[1];
    // A chain that does not come to its end holds up everything else.
    process.kill(anvil?.pid ?? 0, 'SIGSTOP');
    exchange.signal('SIGINT');
    await vi.waitFor(() => expect(exchange.output()).toContain('once more: at once'), patient);
    const again = setInterval(() => exchange.signal('SIGINT'), 200);
    expect(await exchange.ended).toBe(130);
    clearInterval(again);
    await untilGone(children);
    exchange = await start();
    await untilReady();
  });

  it('falls back on the save before a damaged one', async () => {
    await untilSaved(await sendOne(), 'previous.json');
    const before = await balance();
    await exchange.stop();
    writeFileSync(chainFile('written.json'), '{"block":{"number":"0x');
    writeFileSync(chainFile('saved.json'), 'garbage');
    exchange = await start();
    expect(await balance()).toBe(before);
    expect(exchange.output()).toContain("the chain's newest save is damaged");
    expect(exchange.output()).toContain('the chain was killed while it was saved');
  });

  it('says what to do when the record of the deployment is damaged', async () => {
    await exchange.stop();
    const record = join(exchange.networkDir, 'deployment.json');
    const text = readFileSync(record, 'utf8');
    writeFileSync(record, text.slice(0, 40));
    const attempt = spawnExchange({ dataDir, ports, args: ARGS });
    expect(await attempt.ended).toBe(1);
    expect(attempt.output()).toContain('start/deployment-damaged');
    expect(attempt.output()).toContain(record);
    rmSync(record);
    exchange = await start();
    expect(JSON.parse(readFileSync(record, 'utf8'))).toEqual(JSON.parse(text));
  });

  it('asks for a reset when every save is damaged, and begins anew with it', async () => {
    await exchange.stop();
    for (const name of ['saved.json', 'previous.json']) writeFileSync(chainFile(name), 'garbage');
    rmSync(chainFile('written.json'), { force: true });
    const attempt = spawnExchange({ dataDir, ports, args: ARGS });
    expect(await attempt.ended).toBe(1);
    expect(attempt.output()).toContain('start/chain-lost');
    expect(attempt.output()).toContain('npm start -- --reset');

    const other = join(dataDir, 'local-96369');
    writeFileSync(other, 'the data of another chain');
    exchange = await start([...ARGS, '--reset']);
    expect(await balance()).toBe(0);
    expect(readFileSync(other, 'utf8')).toBe('the data of another chain');
    await untilReady();
  });

  it('recovers from being killed in the middle of a first start', async () => {
    await exchange.stop();
    exchange = spawnExchange({ dataDir, ports, args: [...ARGS, '--reset'] });
    await vi.waitFor(() => expect(exchange.output()).toContain('✓ chain'), patient);
    const [guardian, anvil] = exchange.processes('chain');
    for (const process of [guardian, anvil]) kill(process);
    exchange.signal('SIGKILL');
    await exchange.ended;
    exchange = await start();
    expect(exchange.output()).toMatch(/deployed with \d+ transactions/);
    await untilReady();
  });
});
