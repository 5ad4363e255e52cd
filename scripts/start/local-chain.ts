import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';
import { DEPLOYMENT_FILE } from '#lib/env/read-deployment.ts';
import { findFoundryBinary } from '#scripts/dev-chain/foundry-binary.ts';
import {
  type ChainSave,
  chainSaveIn,
  discardNewestSave,
  hasDamagedSave,
  keepFinishedSave,
  recoverSave,
  saveSize,
} from './chain-save.ts';
import { compactChain } from './compact-chain.ts';
import { guarded } from './guarded.ts';
import { jsonRpc } from './json-rpc.ts';
import type { Part, Probe } from './part-runner.ts';
import { StartError } from './start-error.ts';
import type { StartSettings } from './start-settings.ts';

/** Seconds between two saves of the chain: what a killed chain loses at most. */
const SAVE_INTERVAL_SECONDS = 5;
const WATCH_INTERVAL_MS = 500;

/** A past state is a copy of all accounts; nobody asks for one older than a minute. */
const KEPT_STATES = 64;

/**
 * Blocks whose transactions, receipts and logs are kept: five and a half hours. With its traces a
 * swap takes 10 kB of each save, so without a limit they would soon be most of it.
 */
const KEPT_BLOCKS = 20_000;

/**
 * A block's header stays for 1.6 kB, 140 MB a day. A save of the one size is compacted when the chain
 * starts, and at the other a running chain is restarted for it, a pause of a few seconds.
 */
const COMPACT_BYTES = 96 * 1024 * 1024;
const OVERSIZE_BYTES = 256 * 1024 * 1024;

const BLOCK_SECONDS = 1;

/**
 * What the first block is made of besides the options. anvil makes that block at every start, before
 * it loads the save; were it another one, the chain would have two and answer with either.
 */
const genesisSchema = z.object({ timestamp: z.int() });

/** anvil's words for a state file that it cannot read. */
const UNREADABLE_SAVE = /failed to (?:parse json file|read from)/i;

type Notice = (text: string) => void;

/** The local chain: anvil, with its state kept on disk through crashes of every kind. */
export class LocalChain {
  readonly part: Part;
  readonly #settings: StartSettings;
  readonly #notice: Notice;
  readonly #save: ChainSave;
  readonly #folder: string;
  #loadFrom: string | null = null;
  #mining = false;
  #oversize = OVERSIZE_BYTES;
  #keepingFails = false;

  constructor(settings: StartSettings, notice: Notice) {
    this.#settings = settings;
    this.#notice = notice;
    this.#folder = join(settings.env.networkDir, 'chain');
    this.#save = chainSaveIn(this.#folder);
    this.part = {
      name: 'chain',
      prepare: () => this.#prepare(),
      spec: () => ({
        command: process.execPath,
        args: [...guarded('SIGINT'), findFoundryBinary('anvil'), ...this.#arguments()],
        cwd: this.#folder,
        env: process.env,
        patienceMs: 30_000,
      }),
      probe: async (signal) => await this.#probe(signal),
      readyTimeoutMs: 60_000,
      repair: (lines) => this.#repair(lines),
    };
  }

  /** Whether no save of this chain has ever been finished. */
  isNew(): boolean {
    return existsSync(this.#firstStartMark());
  }

  /** Keeps each save that anvil finishes, until the signal is aborted. */
  async watchSaves(signal: AbortSignal, onOversize: () => void): Promise<void> {
    while (!signal.aborted) {
      if (this.#keepSave() && saveSize(this.#save) > this.#oversize) {
        this.#notice('the save of the chain has grown large; restarting the chain to compact it');
        onOversize();
        // What could not be made smaller is not tried again before it has doubled.
        this.#oversize = 2 * saveSize(this.#save);
      }
      await delay(WATCH_INTERVAL_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Keeps what anvil saved at its end. */
  keepLastSave(): void {
    recoverSave(this.#save);
  }

  /**
   * Resolves when the chain as it is now is on disk: a killed chain comes back at least this far.
   *
   * @throws StartError `start/chain-not-saved` when anvil writes no save.
   */
  async saved(signal: AbortSignal): Promise<void> {
    const block = await this.#blockNumber(signal);
    // The save being written now may have begun too early; the one after it has not.
    const deadline = performance.now() + 6 * SAVE_INTERVAL_SECONDS * 1_000;
    let saves = 0;
    while (saves < 2) {
      if (performance.now() > deadline) {
        throw new StartError('start/chain-not-saved', {
          message: `The chain at block ${block} was not saved to ${this.#folder}.`,
          fix: 'Make room on the disk and look at the chain log in the data folder, under logs/.',
        });
      }
      if (keepFinishedSave(this.#save)) saves += 1;
      else await delay(50, undefined, { signal });
    }
    rmSync(this.#firstStartMark(), { force: true });
  }

  /** A disk that refuses is told of once; the chain goes on with its older saves. */
  #keepSave(): boolean {
    try {
      const kept = keepFinishedSave(this.#save);
      if (kept) this.#keepingFails = false;
      return kept;
    } catch (error) {
      if (!this.#keepingFails) this.#notice(`the chain cannot be saved: ${String(error)}`);
      this.#keepingFails = true;
      return false;
    }
  }

  #genesisFile(): string {
    return join(this.#folder, 'genesis.json');
  }

  #genesisTimestamp(): number {
    try {
      return genesisSchema.parse(JSON.parse(readFileSync(this.#genesisFile(), 'utf8'))).timestamp;
    } catch (cause) {
      const why = `${this.#genesisFile()} is gone or damaged`;
      throw chainLost(this.#settings.env.networkDir, why, cause);
    }
  }

  #firstStartMark(): string {
    return join(this.#folder, 'first-start');
  }

  #prepare(): void {
    mkdirSync(this.#folder, { recursive: true });
    const { newest, unfinished } = recoverSave(this.#save);
    for (const path of unfinished) {
      this.#notice(`the chain was killed while it was saved; ${path} is left aside`);
    }
    this.#loadFrom = newest;
    this.#mining = false;
    if (newest === null) this.#beginAnew();
    else if (saveSize(this.#save) > COMPACT_BYTES) this.#compact(newest);
  }

  #beginAnew(): void {
    const { networkDir } = this.#settings.env;
    const record = join(networkDir, DEPLOYMENT_FILE);
    if (existsSync(record) && !this.isNew()) throw chainLost(networkDir, whyNoSave(this.#save));
    // A first start that was killed before the chain was saved left records of what is not there.
    for (const name of [DEPLOYMENT_FILE, 'chain-head.json']) {
      rmSync(join(networkDir, name), { force: true });
    }
    writeFileSync(this.#genesisFile(), JSON.stringify({ timestamp: secondsNow() }));
    writeFileSync(this.#firstStartMark(), 'The first save of this chain is not finished yet.\n');
  }

  #compact(path: string): void {
    const dropped = compactChain(path, KEPT_BLOCKS);
    if (dropped > 0) this.#notice(`dropped ${dropped} old blocks from the chain's save`);
  }

  #repair(lines: readonly string[]): boolean {
    if (this.#loadFrom === null || !lines.some((line) => UNREADABLE_SAVE.test(line))) return false;
    const aside = discardNewestSave(this.#save);
    if (recoverSave(this.#save).newest === null) {
      throw chainLost(this.#settings.env.networkDir, whyNoSave(this.#save));
    }
    this.#notice(`the chain's newest save is damaged (now ${aside}); using the one before it`);
    return true;
  }

  #arguments(): readonly string[] {
    const { env, anvilPort } = this.#settings;
    const args: Readonly<Record<string, string | number>> = {
      '--host': '127.0.0.1',
      '--port': anvilPort,
      '--chain-id': env.chainId,
      '--timestamp': this.#genesisTimestamp(),
      '--hardfork': 'cancun',
      '--balance': 10_000_000,
      '--dump-state': this.#save.written,
      '--state-interval': SAVE_INTERVAL_SECONDS,
      '--prune-history': KEPT_STATES,
      '--transaction-block-keeper': KEPT_BLOCKS,
    };
    const load = this.#loadFrom === null ? [] : ['--load-state', this.#loadFrom];
    const named = Object.entries(args).flatMap(([name, value]) => [name, `${value}`]);
    return [...named, ...load, '--no-mining', '--quiet'];
  }

  async #probe(signal: AbortSignal): Promise<Probe> {
    const { rpcUrl, chainId } = this.#settings.env;
    const found = Number(await jsonRpc(rpcUrl, { method: 'eth_chainId', signal }));
    if (found !== chainId) return { ready: false, detail: `its chain id is ${found}` };
    await this.#beginMining(signal);
    const block = await this.#blockNumber(signal);
    return { ready: true, detail: `${rpcUrl}, chain id ${chainId}, block ${block}` };
  }

  /** Told the time of its first block, anvil would go on from there: it is set right before it mines. */
  async #beginMining(signal: AbortSignal): Promise<void> {
    if (this.#mining) return;
    const { rpcUrl } = this.#settings.env;
    await jsonRpc(rpcUrl, { method: 'anvil_setTime', params: [secondsNow()], signal });
    await jsonRpc(rpcUrl, { method: 'evm_setIntervalMining', params: [BLOCK_SECONDS], signal });
    this.#mining = true;
  }

  async #blockNumber(signal: AbortSignal): Promise<number> {
    const { rpcUrl } = this.#settings.env;
    return Number(await jsonRpc(rpcUrl, { method: 'eth_blockNumber', signal }));
  }
}

function secondsNow(): number {
  return Math.floor(Date.now() / 1_000);
}

function whyNoSave(save: ChainSave): string {
  return hasDamagedSave(save) ? 'every save of it is damaged' : 'no save of it is there';
}

function chainLost(networkDir: string, why: string, cause?: unknown): StartError {
  return new StartError('start/chain-lost', {
    message: `Contracts were deployed on the chain of ${networkDir}, and ${why}.`,
    fix: 'The chain cannot be brought back. Begin anew with: npm start -- --reset',
    cause,
  });
}
