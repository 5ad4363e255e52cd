import { createClient, http, type TransactionReceipt } from 'viem';
import type { HDAccount } from 'viem/accounts';
import {
  estimateFeesPerGas,
  getTransactionCount,
  sendTransaction,
  waitForTransactionReceipt,
} from 'viem/actions';
import { type ChainClient, createChainClient } from '#lib/chain/create-chain-client.ts';
import type { SwapCall } from '#lib/chain/encode-swap.ts';
import { findPools } from '#lib/chain/find-pools.ts';
import { loadPools, type PoolSnapshot } from '#lib/chain/load-pools.ts';
import { readBalances } from '#lib/chain/read-balances.ts';
import type { Address } from '#lib/domain/address.ts';
import { type Currency, LUX, type Token } from '#lib/domain/currency.ts';
import type { ContractName } from '#lib/domain/network.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { type DeployedChain, deployedChain } from './deployed-chain.ts';

/** A deployed chain with what tests of swaps need at hand. */
export type SwapChain = {
  readonly chain: DeployedChain;
  readonly client: ChainClient;
  readonly context: { readonly client: ChainClient; readonly multicall3: Address };
  readonly tokens: Readonly<Record<'wlux' | 'lusd' | 'leth' | 'lbtc', Token>>;
  readonly user: HDAccount;
  readonly otherUser: HDAccount;
  contract(name: ContractName): Address;
  loadPools(): Promise<PoolSnapshot>;
  /** Signs, sends and waits; the receipt says whether it reverted. */
  send(account: HDAccount, call: Transaction): Promise<TransactionReceipt>;
  /** Balances of the coin and of all tokens, by `currencyKey`. */
  balances(owner: Address): Promise<ReadonlyMap<string, bigint>>;
  /** A method of the node itself, such as `anvil_mine`. */
  rpc(method: string, params: readonly unknown[]): Promise<unknown>;
};

export type Transaction = Pick<SwapCall, 'to' | 'data' | 'value'>;

/** Enough for any swap: the node is not asked to estimate transactions that must revert. */
const GAS = 3_000_000n;

/** Starts a chain with the exchange on it. Call `chain.stop()` at the end. */
export async function swapChain(port?: number): Promise<SwapChain> {
  const chain = await deployedChain(port === undefined ? {} : { anvil: { port } });
  const { deployment, rpcUrl, env } = chain;
  const contract = (name: ContractName): Address => {
    const address = deployment.contracts[name];
    if (address === undefined) throw new Error(`${name} is not deployed`);
    return address;
  };
  const multicall3 = contract('multicall3');
  const client = createChainClient({
    chainId: deployment.chainId,
    name: 'local',
    rpcUrl,
    multicall3,
  });
  const context = { client, multicall3 };
  const currencies: readonly Currency[] = [LUX, ...deployment.tokens];
  return {
    chain,
    client,
    context,
    tokens: {
      wlux: token(deployment.tokens, 'WLUX'),
      lusd: token(deployment.tokens, 'LUSD'),
      leth: token(deployment.tokens, 'LETH'),
      lbtc: token(deployment.tokens, 'LBTC'),
    },
    user: developmentAccount(env, 5),
    otherUser: developmentAccount(env, 6),
    contract,
    loadPools: async () =>
      await loadPools(
        context,
        await findPools({
          context,
          v2Factory: contract('v2Factory'),
          v3Factory: contract('v3Factory'),
          tokens: deployment.tokens.map(({ address }) => address),
        }),
      ),
    send: async (account, call) => await send({ client, account, call }),
    balances: async (owner) => (await readBalances({ context, owner, currencies })).balances,
    rpc: async (method, params) => await nodeRequest(rpcUrl, { method, params }),
  };
}

function token(tokens: readonly Token[], symbol: string): Token {
  const found = tokens.find((candidate) => candidate.symbol === symbol);
  if (found === undefined) throw new Error(`${symbol} is not deployed`);
  return found;
}

async function send(transaction: {
  readonly client: ChainClient;
  readonly account: HDAccount;
  readonly call: Transaction;
}): Promise<TransactionReceipt> {
  const { client, account, call } = transaction;
  const [nonce, fees] = await Promise.all([
    getTransactionCount(client, { address: account.address, blockTag: 'pending' }),
    estimateFeesPerGas(client),
  ]);
  const { to, data, value } = call;
  const request = { account, to, data, value, nonce, gas: GAS, ...fees };
  const hash = await sendTransaction(client, request);
  return await waitForTransactionReceipt(client, { hash, pollingInterval: 20 });
}

async function nodeRequest(
  rpcUrl: string,
  { method, params }: { readonly method: string; readonly params: readonly unknown[] },
): Promise<unknown> {
  const client = createClient({ transport: http(rpcUrl) });
  const request: { method: string; params: readonly unknown[] } = { method, params };
  return await client.request<{ Method: string; Parameters: unknown; ReturnType: unknown }>(
    request,
  );
}

/** How balances changed, by `currencyKey`, without what did not change. */
export function changes(
  before: ReadonlyMap<string, bigint>,
  after: ReadonlyMap<string, bigint>,
): Readonly<Record<string, bigint>> {
  const differences: Record<string, bigint> = {};
  for (const [key, amount] of after) {
    const difference = amount - (before.get(key) ?? 0n);
    if (difference !== 0n) differences[key] = difference;
  }
  return differences;
}
