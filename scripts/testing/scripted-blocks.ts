import { createHash } from 'node:crypto';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { Block } from '#lib/domain/block.ts';

/** A chain in memory that can be rewound, replaced and cut off; it reads like one over RPC. */
export class ScriptedBlocks {
  readonly #blocks: Block[] = [];
  #down = false;
  /** Calls that were made, for tests that bound them. */
  calls = 0;
  readonly #chainId: number;

  constructor(genesis: string, chainId = 1337) {
    this.#chainId = chainId;
    this.mine(1, genesis);
  }

  /** Appends blocks; another `fork` gives other hashes to the same numbers. */
  mine(count: number, fork = 'main'): void {
    for (let done = 0; done < count; done += 1) {
      const number = this.#blocks.length;
      const parentHash = this.#blocks.at(-1)?.hash ?? hashOf('nothing');
      const hash = hashOf(`${parentHash} ${number} ${fork}`);
      this.#blocks.push({ number, hash, parentHash, timestampMs: number * 1_000, baseFeeWei: 7n });
    }
  }

  /** Takes the newest blocks away, as a chain does that lost what it had not saved. */
  lose(count: number): void {
    this.#blocks.splice(this.#blocks.length - count);
  }

  setDown(down: boolean): void {
    this.#down = down;
  }

  head(): Block {
    const head = this.#blocks.at(-1);
    if (head === undefined) throw new Error('the chain has no block');
    return head;
  }

  chainId(): Promise<number> {
    return this.#answer(() => this.#chainId);
  }

  latestBlock(): Promise<Block> {
    return this.#answer(() => this.head());
  }

  blockByNumber(number: number): Promise<Block | null> {
    return this.#answer(() => this.#blocks[number] ?? null);
  }

  hasCode(address: Address): Promise<boolean> {
    return this.#answer(() => !address.endsWith('dead'));
  }

  #answer<Result>(read: () => Result): Promise<Result> {
    this.calls += 1;
    if (this.#down) return Promise.reject(new Error('connection refused\nURL: with a secret key'));
    return Promise.resolve(read());
  }
}

function hashOf(text: string): Hash {
  return `0x${createHash('sha256').update(text).digest('hex')}`;
}
