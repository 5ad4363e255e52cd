import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';

const blockSchema = z.looseObject({ header: z.looseObject({ number: z.string() }) });

/** The members of anvil's state file that grow with every block; the others pass unread. */
const stateSchema = z.looseObject({
  blocks: z.array(blockSchema),
  transactions: z.array(z.looseObject({ block_number: z.optional(z.number()) })),
});

/** A number that JavaScript would write back changed. None is expected; then the file stays as it is. */
const INEXACT_NUMBER = /[:,[]\d{16,}/;

/**
 * Drops old blocks and their transactions from a chain's save: a block a second makes 140 MB a day,
 * all of it written again at each save. Kept are the first block, whose hash is the chain's identity,
 * and the newest `keptBlocks`. Accounts are untouched. Returns how many blocks were dropped.
 *
 * @throws Error when the file is no state of anvil's.
 */
export function compactChain(path: string, keptBlocks: number): number {
  const text = readFileSync(path, 'utf8');
  if (INEXACT_NUMBER.test(text)) return 0;
  const state = stateSchema.parse(JSON.parse(text));
  const newest = state.blocks.reduce(
    (most, { header }) => Math.max(most, Number(header.number)),
    0,
  );
  const first = newest - keptBlocks + 1;
  const blocks = state.blocks.filter(({ header }) => {
    const number = Number(header.number);
    return number === 0 || number >= first;
  });
  const dropped = state.blocks.length - blocks.length;
  if (dropped === 0) return 0;
  const transactions = state.transactions.filter(
    ({ block_number: number }) => number === undefined || number >= first,
  );
  const draft = `${path}.compact`;
  writeFileSync(draft, JSON.stringify({ ...state, blocks, transactions }), { flush: true });
  renameSync(draft, path);
  return dropped;
}
