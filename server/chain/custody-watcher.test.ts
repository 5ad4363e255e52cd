import { describe, expect, it } from 'vitest';
import type { Hash } from '#lib/domain/address.ts';
import type { CustodyEvent } from './custody-event.ts';
import {
  type CustodyCursor,
  CustodyWatcher,
  type CustodyWatcherOptions,
} from './custody-watcher.ts';

const ACCOUNT = `0x${'a1'.repeat(20)}` as const;

function hashOf(block: number, fork: string): Hash {
  return `0x${fork.repeat(32)}${String(block).padStart(32, '0')}`;
}

/** A chain of which blocks can be given up, and a watcher of it with a cursor that survives it. */
class WatchedChain {
  /** Deposits by block. */
  readonly deposits = new Map<number, number[]>();
  readonly told: string[] = [];
  readonly failures: string[] = [];
  head = 0;
  fork = '0';
  /** Block from which on the present fork has its own blocks. */
  forkedAt = 0;
  saved: CustodyCursor | null = null;
  readonly faults: string[] = [];
  reads = 0;
  down = false;
  /** Height up to which it gives blocks. */
  heightNow = () => Number.POSITIVE_INFINITY;
  refusals = 0;
  watcher: CustodyWatcher;
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();

  readonly #settings: Partial<CustodyWatcherOptions>;

  constructor(settings: Partial<CustodyWatcherOptions> = {}) {
    this.#settings = settings;
    this.watcher = this.start();
  }

  start(): CustodyWatcher {
    this.#stop = new AbortController();
    this.watcher = new CustodyWatcher({
      reader: {
        events: ({ from, to }) => this.#eventsOf(from, to),
        blockByNumber: async (number) =>
          await Promise.resolve(number > this.heightNow() ? null : this.#blockOf(number)),
      },
      cursor: {
        load: async () => await Promise.resolve(this.saved),
        save: async (cursor) => {
          this.saved = cursor;
          await Promise.resolve();
        },
      },
      before: 0,
      confirmations: 2,
      mostBlocks: 100,
      retryMs: 1,
      sleep: async () => {
        this.down = false;
        await new Promise((resolve) => setImmediate(resolve));
      },
      onFailure: (error) => this.failures.push(error),
      onFault: (fault) => this.faults.push(fault),
      ...this.#settings,
    });
    this.watcher.listen({
      seen: (events) => this.told.push(`seen ${events.map(nameOf).join(' ')}`),
      undone: (fromBlock) => this.told.push(`undone from ${fromBlock}`),
      final: async (block, events) => {
        if (this.refusals > 0) {
          this.refusals -= 1;
          throw new Error('not now');
        }
        this.told.push(`final ${block.number}: ${events.map(nameOf).join(' ')}`);
        await Promise.resolve();
      },
    });
    this.#running = this.watcher.run(this.#stop.signal);
    return this.watcher;
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** New blocks up to a number; gives what was told of them. */
  async grow(to: number): Promise<string[]> {
    this.head = to;
    this.watcher.headListener.block?.(this.#blockOf(to));
    return await this.heard();
  }

  async reorganise(from: number, to: number): Promise<string[]> {
    const before = { number: this.head, hash: hashOf(this.head, this.fork) };
    this.fork = '1';
    this.forkedAt = from;
    this.head = to;
    const ancestor = { number: from - 1, hash: hashOf(from - 1, '0') };
    this.watcher.headListener.reorganisation?.({
      from: before,
      to: { number: to, hash: hashOf(to, '1') },
      ancestor,
      depth: before.number - from + 1,
      beyondFinality: false,
    });
    this.watcher.headListener.block?.(this.#blockOf(to));
    return await this.heard();
  }

  /** What was told since it was asked last, when nothing more is on its way. */
  async heard(): Promise<string[]> {
    for (let turn = 0; turn < 20; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    return this.told.splice(0);
  }

  async #eventsOf(from: number, to: number): Promise<CustodyEvent[]> {
    this.reads += 1;
    await Promise.resolve();
    if (this.down) throw new Error('the chain does not answer');
    const blocks = [...this.deposits].filter(([block]) => block >= from && block <= to);
    return blocks.flatMap(([block, ids]) =>
      ids.map((depositId, logIndex) => ({
        kind: 'deposited',
        depositId,
        account: ACCOUNT,
        asset: 0,
        quanta: 5,
        block,
        blockHash: this.#blockOf(block).hash,
        logIndex,
        transaction: hashOf(depositId, 'f'),
      })),
    );
  }

  #blockOf(number: number) {
    const hash = hashOf(number, number >= this.forkedAt ? this.fork : '0');
    const parentHash = hashOf(number - 1, this.fork);
    return { number, hash, parentHash, timestampMs: number * 1_000, baseFeeWei: 1n };
  }
}

function nameOf(event: CustodyEvent): string {
  return event.kind === 'deposited' ? `deposit ${event.depositId}` : event.kind;
}

describe('CustodyWatcher', () => {
  it('tells events as seen at once, and as final when blocks lie on top', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(3, [1, 2]);
    expect(await chain.grow(3)).toEqual(['final 1: ', 'seen deposit 1 deposit 2']);
    expect(await chain.grow(4)).toEqual(['final 2: ']);
    expect(await chain.grow(5)).toEqual(['final 3: deposit 1 deposit 2']);
    await chain.stop();
  });

  it('tells each block once, in order, however the head jumps', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(2, [1]).set(5, [2]).set(9, [3]);
    expect(await chain.grow(20)).toEqual([
      'final 2: deposit 1',
      'final 5: deposit 2',
      'final 9: deposit 3',
      'final 18: ',
    ]);
    expect(await chain.grow(20)).toEqual([]);
    await chain.stop();
  });

  it('asks for no more blocks at a time than it may', async () => {
    const chain = new WatchedChain({ mostBlocks: 3 });
    chain.deposits.set(8, [1]);
    await chain.grow(12);
    expect(chain.reads).toBe(5);
    expect(chain.watcher.finalBlock).toBe(10);
    await chain.stop();
  });

  it('takes back what was seen in blocks that are given up, and tells what is there instead', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(4, [1]);
    await chain.grow(5);
    chain.deposits.delete(4);
    chain.deposits.set(5, [1]);
    expect(await chain.reorganise(4, 6)).toEqual(['undone from 4', 'final 4: ', 'seen deposit 1']);
    expect(await chain.grow(7)).toEqual(['final 5: deposit 1']);
    await chain.stop();
  });

  it('goes on where it was after a restart, and fills the gap', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(2, [1]).set(7, [2]);
    await chain.grow(5);
    await chain.stop();
    chain.start();
    expect(await chain.grow(12)).toEqual(['final 7: deposit 2', 'final 10: ']);
    expect(chain.saved?.block.number).toBe(10);
    await chain.stop();
  });

  it('tells a block again that a listener did not take, and nothing behind it before', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(2, [1]).set(3, [2]);
    chain.refusals = 2;
    expect(await chain.grow(6)).toEqual(['final 2: deposit 1', 'final 3: deposit 2', 'final 4: ']);
    expect(chain.failures).toEqual(['not now', 'not now']);
    await chain.stop();
  });

  it('tries again when the chain does not answer', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(2, [1]);
    chain.down = true;
    expect(await chain.grow(4)).toEqual(['final 2: deposit 1']);
    expect(chain.failures).toEqual(['the chain does not answer']);
    await chain.stop();
  });

  it('says how far it is behind', async () => {
    const chain = new WatchedChain();
    expect(chain.watcher.blocksBehind).toBe(null);
    await chain.grow(9);
    expect(chain.watcher.blocksBehind).toBe(0);
    await chain.stop();
  });

  it('says how many blocks make a block final as yet', async () => {
    const chain = new WatchedChain();
    expect(chain.watcher.confirmationsOf(1)).toBe(0);
    await chain.grow(5);
    const { watcher } = chain;
    expect([6, 5, 4, 3, 1].map((block) => watcher.confirmationsOf(block))).toEqual([0, 1, 2, 3, 3]);
    await chain.stop();
  });
});

describe('a chain that gives up what counted as final', () => {
  it('is a fault when events were told of it, and nothing is told any more', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(4, [1]);
    await chain.grow(8);
    chain.deposits.set(9, [2]);
    expect(await chain.reorganise(4, 12)).toEqual(['undone from 4']);
    expect(chain.faults).toEqual([expect.stringMatching(/gave up block 4.*CONFIRMATIONS/)]);
    expect(chain.watcher.fault).toBe(chain.faults[0]);
    expect(await chain.grow(20)).toEqual([]);
    await chain.stop();
  });

  it('is none when nothing was told of it: what is there instead is told', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(2, [1]);
    await chain.grow(8);
    chain.deposits.set(5, [2]);
    expect(await chain.reorganise(4, 9)).toEqual([
      'undone from 4',
      'final 5: deposit 2',
      'final 7: ',
    ]);
    expect(chain.watcher.fault).toBe(null);
    await chain.stop();
  });

  it('is found out after a restart', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(4, [1]);
    await chain.grow(8);
    await chain.stop();
    chain.fork = '1';
    chain.forkedAt = 3;
    chain.start();
    expect(await chain.grow(20)).toEqual([]);
    expect(chain.faults).toHaveLength(1);
    await chain.stop();
  });

  it('is read again after a restart where nothing was told', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(2, [1]);
    await chain.grow(8);
    await chain.stop();
    chain.fork = '1';
    chain.forkedAt = 5;
    chain.deposits.set(6, [2]);
    chain.start();
    expect(await chain.grow(9)).toEqual(['final 6: deposit 2', 'final 7: ']);
    expect(chain.faults).toEqual([]);
    await chain.stop();
  });

  it('is waited for while it has not got as far as before', async () => {
    const chain = new WatchedChain();
    chain.deposits.set(4, [1]);
    await chain.grow(8);
    await chain.stop();
    const height = { now: 3 };
    chain.heightNow = () => height.now;
    chain.start();
    expect(await chain.grow(3)).toEqual([]);
    expect(chain.failures).toContain('the chain has no block 4 yet');
    height.now = 9;
    expect(await chain.grow(9)).toEqual(['final 7: ']);
    expect(chain.faults).toEqual([]);
    await chain.stop();
  });
});
