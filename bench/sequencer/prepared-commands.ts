import { samplePlace, sampleSignature } from '#scripts/testing/sample-commands.ts';
import { syntheticSetUp } from '#scripts/testing/synthetic-commands.ts';
import { CommandDecoder, RecordBatch, type RecordBlock } from '#server/journal/index.ts';
import type { CommandDraft, UnstampedCommand } from '#server/sequencer/index.ts';
import { CANCEL, IOC, MARKET, type Stream } from '../engine/stream.ts';
import { generateWorkload } from '../engine/workload.ts';

const ACCOUNTS = 2;

/** What has to be executed before: a market and two funded accounts. */
export const SET_UP: readonly UnstampedCommand[] = syntheticSetUp({
  seed: 1,
  accounts: ACCOUNTS,
  maxOpenOrders: 10_000_000,
})
  // The workload's prices need a wide band, its small orders no minimum.
  .map((command) =>
    command.kind === 'list-market' ? { ...command, bandPpm: 900_000_000, minNotional: 1 } : command,
  );

/** Commands as they lie in a receive buffer: encoded, many to a block. */
export class PreparedCommands {
  readonly #blocks: RecordBlock[] = [];
  readonly #decoder = new CommandDecoder();
  readonly count: number;

  /** @param signatureBytes - of every order; 0 = none */
  constructor(count: number, signatureBytes: number) {
    const { stream } = generateWorkload({
      count,
      seed: 1,
      profile: 'base',
      live: 30_000,
      ids: 'dense',
    });
    this.count = count;
    let batch = new RecordBatch(65_536);
    for (let index = 0; index < count; index += 1) {
      batch.append(commandOf(stream, index, signatureBytes));
      if (!batch.isFull && batch.count < 512 && index + 1 < count) continue;
      this.#blocks.push(blockOf(batch));
      batch = new RecordBatch(65_536);
    }
  }

  /** Number of blocks. */
  get blocks(): number {
    return this.#blocks.length;
  }

  /** Decodes a block and hands its commands over; they are valid while they are. */
  visit(index: number, take: (draft: CommandDraft) => void): number {
    const block = this.#blocks[index];
    if (block === undefined) throw new RangeError(`there is no block ${index}`);
    this.#decoder.visit(block, take);
    return block.count;
  }
}

function blockOf(batch: RecordBatch): RecordBlock {
  const { memory, byteLength: end, firstSeq, count } = batch;
  // These blocks were never written: nobody looks at their chain.
  const chains = { chain: new Uint8Array(32), previousChain: new Uint8Array(32) };
  return { memory, start: 0, end, firstSeq, count, ...chains, file: '', offset: 0 };
}

function commandOf(stream: Stream, index: number, signatureBytes: number) {
  const seq = index + 1;
  const id = stream.id(index);
  const account = 1 + (id % ACCOUNTS);
  const kind = stream.kind(index);
  if (kind === CANCEL) {
    return { kind: 'cancel', seq, time: 0, account, orderId: id, clientOrderId: 0 } as const;
  }
  const signature = signatureBytes === 0 ? null : sampleSignature(signatureBytes);
  return {
    ...samplePlace(seq, signature),
    time: 0,
    account,
    orderId: id,
    clientOrderId: 0,
    side: stream.side(index),
    price: stream.price(index),
    quantity: stream.lots(index),
    type: kind === MARKET ? 1 : 0,
    timeInForce: kind === MARKET || kind === IOC ? 1 : 0,
  } as const;
}
