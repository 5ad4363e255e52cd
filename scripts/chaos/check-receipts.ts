import type { Receipt } from '#lib/domain/receipt.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import type { BlockFact } from './journal-blocks.ts';
import type { JournalFacts } from './journal-facts.ts';
import { type ToldFacts, versionOf } from './told-facts.ts';

const SIGNED_FIELDS = [
  'market',
  'flags',
  'price',
  'quantity',
  'triggerPrice',
  'nonce',
  'expiry',
  'epoch',
  'maxFeePpm',
] as const;

/**
 * Holds the journal to every receipt that anybody has ever downloaded, whatever happened since, and
 * the exchange to give one for everything that it acknowledged.
 *
 * @throws Error on the first order that is lost, that has no receipt, or that the journal holds
 *   elsewhere or otherwise.
 */
export function checkReceipts(
  { accepted, receipts }: Pick<ToldFacts, 'accepted' | 'receipts'>,
  journal: Pick<JournalFacts, 'blocks' | 'signed'>,
): void {
  for (const [key, { address, order }] of accepted) {
    const receipt = receipts.get(key);
    if (receipt === undefined) throw new Error(`order ${key} was acknowledged and has no receipt`);
    if (receipt.order.account.toLowerCase() !== address) {
      throw new Error(`the receipt of order ${key} is of ${receipt.order.account}`);
    }
    const field = order === null ? null : otherField(order, receipt.order);
    if (field !== null) throw new Error(`the receipt of order ${key} has another ${field}`);
  }
  for (const receipt of receipts.values()) checkReceipt(receipt, journal);
}

function checkReceipt(
  receipt: Receipt,
  { blocks, signed }: Pick<JournalFacts, 'blocks' | 'signed'>,
): void {
  const key = versionOf(receipt);
  const { block, logHash, order } = receipt;
  const found = blockOf(blocks, receipt.seq);
  const recorded = signed.get(key);
  if (found === undefined || recorded === undefined) {
    throw new Error(`the journal has lost order ${key}, of which there is a receipt`);
  }
  const said: BlockFact = { ...block, before: logHash };
  if (
    found.before !== said.before ||
    found.hash !== said.hash ||
    found.firstSeq !== said.firstSeq ||
    found.lastSeq !== said.lastSeq
  ) {
    throw new Error(`order ${key} is not where its receipt says`);
  }
  const field = otherField(order, recorded);
  if (field !== null) {
    throw new Error(
      `in the journal ${field} of order ${key} is ${recorded[field]}, not ${order[field]}`,
    );
  }
}

function otherField(
  one: Omit<SignedOrder, 'account'>,
  other: Omit<SignedOrder, 'account'>,
): (typeof SIGNED_FIELDS)[number] | null {
  return SIGNED_FIELDS.find((name) => one[name] !== other[name]) ?? null;
}

/** The block that holds a command, by halving. */
function blockOf(blocks: readonly BlockFact[], seq: number): BlockFact | undefined {
  let low = 0;
  let high = blocks.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((blocks[middle]?.firstSeq ?? 0) <= seq) low = middle;
    else high = middle - 1;
  }
  const found = blocks[low];
  return found !== undefined && found.firstSeq <= seq && seq <= found.lastSeq ? found : undefined;
}
