import type { RecordMemory } from './record-memory.ts';

/** Records that became durable together. Records lie back to back from `start` to `end`. */
export type RecordBlock = {
  readonly memory: RecordMemory;
  /** Where the first record begins and the last one ends, bytes in `memory`. */
  readonly start: number;
  readonly end: number;
  readonly firstSeq: number;
  readonly count: number;
  /** SHA-256 over this block and, through the hash that it begins with, all before it; 32 bytes. */
  readonly chain: Uint8Array;
  /** Chain hash of the block before; of the very first one a hash of the network's name. */
  readonly previousChain: Uint8Array;
  /** File and offset of the block, for messages to a person. */
  readonly file: string;
  readonly offset: number;
};
