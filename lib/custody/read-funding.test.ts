import { createClient, custom, defineChain, encodeAbiParameters } from 'viem';
import { expect, it } from 'vitest';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { readFunding } from './read-funding.ts';

const OWNER = `0x${'ab'.repeat(20)}` as const;
const HOUSE = `0x${'cd'.repeat(20)}` as const;
const chain = defineChain({
  ...{ id: 1337, name: 'a chain' },
  nativeCurrency: { name: 'LUX', symbol: 'LUX', decimals: 18 },
  rpcUrls: { default: { http: [] } },
});

/** A chain on which an account has so much at a block; a block that is left out is forgotten. */
function holding(at: Readonly<Record<string, readonly bigint[]>>): ChainClient {
  const request = async ({ params }: { params: readonly unknown[] }) => {
    const quanta = at[String(params[1])];
    if (quanta === undefined) throw new Error('missing trie node');
    return await Promise.resolve(encodeAbiParameters([{ type: 'uint256[]' }], [quanta]));
  };
  return createClient({ chain, transport: custom({ request }, { retryCount: 0 }) });
}

const ask = (at: Parameters<typeof holding>[0], finalBlock: number | null) =>
  readFunding({ client: holding(at), clearingHouse: HOUSE, owner: OWNER, finalBlock });

it.each([
  ['nothing was ever paid in', { latest: [], '0x10': [] }, 16, 'none'],
  ['all was paid out', { latest: [0n, 0n], '0x10': [5n, 0n] }, 16, 'none'],
  ['a deposit is not final', { latest: [0n, 7n], '0x10': [0n, 0n] }, 16, 'arriving'],
  ['it is final', { latest: [0n, 7n], '0x10': [0n, 7n] }, 16, 'credited'],
  ['the node has forgotten that block', { latest: [7n] }, 16, 'credited'],
  ['the exchange does not say what is final', { latest: [7n] }, null, 'credited'],
] as const)('when %s, that is what it says', async (_, at, finalBlock, funding) => {
  expect(await ask(at, finalBlock)).toBe(funding);
});

it('says that the chain does not answer when it does not', async () => {
  await expect(ask({}, 16)).rejects.toMatchObject({ name: 'ChainError' });
});
