import { describe, expect, it } from 'vitest';
import type { BlockRef } from '#lib/chain/read-block.ts';
import { forgetfulChain } from '#scripts/testing/forgetful-chain.ts';
import { sampleRecord, WLUX } from '#scripts/testing/sample-swap.ts';
import { lookAtSwap } from './look-at-swap.ts';
import { observeSwap } from './observe-swap.ts';
import type { SwapRecord } from './swap-record.ts';

const { account: FROM, transaction: sent } = sampleRecord;
const OTHER = `0x${'02'.repeat(32)}` as const;
const SINCE = Number(sent.sentBlock);

/** What a swap's record becomes by one look at a chain that does not know its transaction. */
async function seen(
  { head, ...chain }: Parameters<typeof forgetfulChain>[0],
  record: SwapRecord = sampleRecord,
): Promise<SwapRecord> {
  const block = { number: BigInt(head), timestamp: 1n } as BlockRef;
  const client = forgetfulChain({ head, ...chain });
  return observeSwap(record, await lookAtSwap({ client, wlux: WLUX.address, record, head: block }));
}

/** A transaction of the account under the swap's number. */
function numbered(change: object): object {
  const { to, input } = sent;
  const value = `0x${sent.value.toString(16)}`;
  return { hash: OTHER, from: FROM, nonce: '0x4', type: '0x2', to, value, input, ...change };
}

describe('a swap that the node knows no more, while its number is used', () => {
  it.each([0, 1, 29, 256])('stays pending when none of %i newer blocks has it', async (newer) => {
    // The count of used numbers may be newer than the head, and from another node.
    expect(await seen({ head: SINCE + newer })).toBe(sampleRecord);
  });

  it('is replaced by something unknown when it is in none of the blocks searched', async () => {
    const { outcome } = await seen({ head: SINCE + 257 });
    expect(outcome).toEqual({ kind: 'replaced', by: null });
  });

  it.each([1, 300])('is replaced by another call that a block has, %i blocks on', async (newer) => {
    const included = { block: SINCE + 1, transaction: numbered({ input: '0xff' }) };
    const { outcome } = await seen({ head: SINCE + newer, included });
    expect(outcome).toEqual({ kind: 'replaced', by: OTHER });
  });

  it('stays pending under the hash of the same call that was sent for more', async () => {
    const included = { block: SINCE + 1, transaction: numbered({}) };
    const { outcome, transaction } = await seen({ head: SINCE + 1, included });
    expect([outcome.kind, transaction.hash]).toEqual(['pending', OTHER]);
  });

  it('is canceled by a payment of nothing to itself', async () => {
    const empty = numbered({ to: FROM, value: '0x0', input: '0x' });
    const { outcome } = await seen({
      head: SINCE + 2,
      included: { block: SINCE + 1, transaction: empty },
    });
    expect(outcome).toEqual({ kind: 'canceled', by: OTHER });
  });
});

it('says of what somebody else sent for a contract only that it is not known, whatever has its number', async () => {
  const transaction = { ...sent, sender: FROM, deadline: null };
  const record = { ...sampleRecord, account: WLUX.address, transaction };
  const included = { block: SINCE + 1, transaction: numbered({ input: '0xff' }) };
  expect(await seen({ head: SINCE + 29, included }, record)).toBe(record);
  expect((await seen({ head: SINCE + 300, included }, record)).outcome).toEqual({
    kind: 'dropped',
  });
});
