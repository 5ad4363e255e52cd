import { numberToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { forgetfulChain } from '#scripts/testing/forgetful-chain.ts';
import { lookAtTransaction, type SentTransaction } from './look-at-transaction.ts';
import { waitForMined } from './wait-for-mined.ts';

const FROM = `0x${'ab'.repeat(20)}` as const;
const TO = `0x${'cd'.repeat(20)}` as const;
const HASH = `0x${'01'.repeat(32)}` as const;
const OTHER = `0x${'02'.repeat(32)}` as const;
const SINCE = 1_000;
const sent: SentTransaction = {
  hash: HASH,
  call: { from: FROM, nonce: 4, to: TO, value: 5n, input: '0xab', sinceBlock: BigInt(SINCE) },
};

describe('a transaction that the node knows no more, while its number is used', () => {
  it.each([0, 1, 256])('waits when it is in none of %i newer blocks', async (newer) => {
    const seen = await lookAtTransaction(forgetfulChain({ head: SINCE + newer }), sent);
    expect(seen).toEqual({ look: { kind: 'waiting' }, sent });
  });

  it('is lost, and not called replaced, when it is in none of the blocks searched', async () => {
    const seen = await lookAtTransaction(forgetfulChain({ head: SINCE + 257 }), sent);
    expect(seen).toEqual({ look: { kind: 'lost' }, sent });
  });

  it.each([3, 300])('is replaced by another call that a block has, %i blocks on', async (newer) => {
    const other = { hash: OTHER, from: FROM, nonce: '0x4', to: TO, value: '0x5', input: '0xff' };
    const included = { block: SINCE + 2, transaction: { ...other, type: '0x2' } };
    const seen = await lookAtTransaction(forgetfulChain({ head: SINCE + newer, included }), sent);
    expect(seen).toEqual({ look: { kind: 'replaced', by: OTHER }, sent });
  });
});

it('a wait ends, and says nothing of how, when what was sent is lost', async () => {
  const known = { ...sent.call, hash: HASH, nonce: '0x4', value: '0x5', type: '0x2' };
  const client = forgetfulChain({
    head: SINCE + 257,
    knownOnce: { ...known, blockNumber: numberToHex(SINCE) },
  });
  expect(await waitForMined({ client, hash: HASH, pollMs: 1 })).toBeNull();
});
