import { createClient, custom, defineChain, numberToHex } from 'viem';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';

const chain = defineChain({
  ...{ id: 1337, name: 'a chain' },
  nativeCurrency: { name: 'LUX', symbol: 'LUX', decimals: 18 },
  rpcUrls: { default: { http: [] } },
});

/** What the chain has, as nodes write it. */
export type ForgetfulChainOptions = {
  readonly head: number;
  /** The only transaction that is in a block. */
  readonly included?: { readonly block: number; readonly transaction: object };
  /** What is told of any transaction when one is asked for the first time. */
  readonly knownOnce?: object;
};

/** A chain whose node knows no transaction by its hash, and on which everybody has used five numbers. */
export function forgetfulChain({ head, included, knownOnce }: ForgetfulChainOptions): ChainClient {
  let known = knownOnce ?? null;
  const answers: Readonly<Record<string, (first: string) => unknown>> = {
    eth_blockNumber: () => numberToHex(head),
    eth_getTransactionCount: () => '0x5',
    eth_getTransactionByHash: () => {
      const told = known;
      known = null;
      return told;
    },
    eth_getBlockByNumber: (number) => {
      const isIn = Number(number) === included?.block;
      return { number, timestamp: '0x1', transactions: isIn ? [included?.transaction] : [] };
    },
  };
  const request = async ({ method, params }: { method: string; params: readonly string[] }) =>
    await Promise.resolve(answers[method]?.(params?.[0] ?? '') ?? null);
  return createClient({ chain, transport: custom({ request }, { retryCount: 0 }) });
}
