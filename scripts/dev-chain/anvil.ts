import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFoundryBinary } from './foundry-binary.ts';
import { freePort } from './free-port.ts';

const HOST = '127.0.0.1';
const READY_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 15_000;
const POLL_INTERVAL_MS = 20;
const PORT_ATTEMPTS = 5;
const KEPT_STDERR_CHARACTERS = 4_000;

export type AnvilOptions = {
  /** Port of the JSON-RPC; a free one is chosen when absent. */
  readonly port?: number | undefined;
  /** Default 1337, the id of the local network. */
  readonly chainId?: number | undefined;
  /** One block every so many seconds; when absent a block is mined for every transaction. */
  readonly blockTimeSeconds?: number | undefined;
  /** File the chain is restored from when it exists, and saved to when anvil ends. */
  readonly stateFile?: string | undefined;
  /** With `stateFile`: the chain is also saved every so many seconds. */
  readonly stateIntervalSeconds?: number | undefined;
  /** LUX in each of the ten accounts of the test mnemonic at genesis; default ten million. */
  readonly genesisBalanceLux?: number | undefined;
  /** Unix time of the genesis block; default now. */
  readonly genesisTimestamp?: number | undefined;
  /** Rules of the chain; default `cancun`, which the contracts are compiled for. */
  readonly hardfork?: string | undefined;
  /** Further arguments of anvil's command line. */
  readonly extraArguments?: readonly string[] | undefined;
};

export type Anvil = {
  readonly rpcUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Resolves when the process has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Ends the process, saving the state first when there is a state file. May be called again. */
  stop(): Promise<void>;
};

/**
 * Starts a local chain and resolves when it answers. The accounts are those of the well-known test
 * mnemonic, and the RPC is on loopback only.
 *
 * @throws FoundryBinaryMissingError when anvil is not installed.
 * @throws AnvilStartError when it ends at once (a taken port, a damaged state file) or never answers.
 */
export async function startAnvil(options: AnvilOptions = {}): Promise<Anvil> {
  if (options.port !== undefined) return await startOnPort(options.port, options);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnPort(await freePort(), options);
    } catch (cause) {
      // Another process may take the free port before anvil binds it.
      const taken = cause instanceof AnvilStartError && /address.*in use/i.test(cause.output);
      if (!taken || attempt === PORT_ATTEMPTS) throw cause;
    }
  }
}

async function startOnPort(port: number, options: AnvilOptions): Promise<Anvil> {
  const chainId = options.chainId ?? 1337;
  // anvil writes this file after it has bound its port: proof that the one answering there is ours.
  const folder = mkdtempSync(join(tmpdir(), 'lux-anvil-'));
  const boundFile = join(folder, 'config.json');
  const args = [...anvilArguments(port, chainId, options), '--config-out', boundFile];
  const child = spawn(findFoundryBinary('anvil'), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-KEPT_STDERR_CHARACTERS);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      output += error.message;
      resolve();
    });
  });
  const killWithParent = () => child.kill('SIGKILL');
  process.once('exit', killWithParent);
  void exited.then(() => process.off('exit', killWithParent));

  const rpcUrl = `http://${HOST}:${port}`;
  try {
    await untilReady({ rpcUrl, boundFile, child, output: () => output });
  } catch (error) {
    child.kill('SIGKILL');
    await exited;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const stop = async () => await stopChild(child, exited, options.stateFile !== undefined);
  return { rpcUrl, port, pid: child.pid ?? 0, exited, stop };
}

function anvilArguments(port: number, chainId: number, options: AnvilOptions): string[] {
  const named = {
    '--host': HOST,
    '--port': port,
    '--chain-id': chainId,
    '--hardfork': options.hardfork ?? 'cancun',
    '--balance': options.genesisBalanceLux ?? 10_000_000,
    '--block-time': options.blockTimeSeconds,
    '--state': options.stateFile,
    '--state-interval': options.stateIntervalSeconds,
    '--timestamp': options.genesisTimestamp,
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return [
    '--silent',
    ...given.flatMap(([name, value]) => [name, `${value}`]),
    ...(options.extraArguments ?? []),
  ];
}

type Readiness = {
  readonly rpcUrl: string;
  readonly boundFile: string;
  readonly child: ChildProcess;
  readonly output: () => string;
};

async function untilReady({ rpcUrl, boundFile, child, output }: Readiness): Promise<void> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (!(existsSync(boundFile) && (await answers(rpcUrl)))) {
    if (hasEnded(child)) throw new AnvilStartError(`anvil could not start on ${rpcUrl}`, output());
    if (performance.now() > deadline) {
      throw new AnvilStartError(
        `anvil did not answer on ${rpcUrl} in ${READY_TIMEOUT_MS} ms`,
        output(),
      );
    }
    await delay(POLL_INTERVAL_MS);
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

async function answers(rpcUrl: string): Promise<boolean> {
  try {
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }),
      signal: AbortSignal.timeout(1_000),
    });
    return response.ok;
  } catch {
    return false;
  }
}

async function stopChild(
  child: ChildProcess,
  exited: Promise<void>,
  saves: boolean,
): Promise<void> {
  if (hasEnded(child)) return await exited;
  // Only an orderly end saves the state; without a state file there is nothing to wait for.
  child.kill(saves ? 'SIGTERM' : 'SIGKILL');
  const patience = new AbortController();
  const impatient = delay(STOP_TIMEOUT_MS, 'late', { signal: patience.signal }).catch(
    () => 'ended',
  );
  const first = await Promise.race([exited.then(() => 'ended'), impatient]);
  patience.abort();
  if (first === 'late' && child.kill('SIGKILL')) await once(child, 'close');
}

/** anvil could not be started; `output` is what it wrote to its error stream. */
export class AnvilStartError extends Error {
  override readonly name = 'AnvilStartError';
  readonly output: string;

  constructor(message: string, output: string) {
    super(output === '' ? message : `${message}\n${output}`);
    this.output = output;
  }
}
