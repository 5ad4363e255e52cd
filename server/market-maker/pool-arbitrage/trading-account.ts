import { setTimeout as delay } from 'node:timers/promises';
import { type Hex, keccak256, type LocalAccount, TransactionReceiptNotFoundError } from 'viem';
import {
  estimateGas,
  getBalance,
  getBlock,
  getTransactionCount,
  getTransactionReceipt,
  sendRawTransaction,
} from 'viem/actions';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { ChainError } from '#lib/chain/chain-error.ts';
import { chainFailure } from '#lib/chain/chain-failure.ts';
import { contractRead } from '#lib/chain/contract-read.ts';
import type { ChainClient } from '#lib/chain/create-chain-client.ts';
import { readMany } from '#lib/chain/read-many.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import type { Holdings } from './decide-round.ts';
import type { TransactionRequest } from './swap-transaction.ts';

/** Gas that an estimate may be short of, in per cent: the state moves until the block is made. */
const GAS_BUFFER_PERCENT = 20n;
const RECEIPT_POLL_MS = 200;

export type AccountState = {
  /** Transactions of the account in the chain: the nonce of its next one. */
  readonly nonce: number;
  /** The same with those that wait to be mined. */
  readonly pendingNonce: number;
  readonly holdings: Holdings;
  /** What a unit of gas costs at least, in wei; 0 before EIP-1559. */
  readonly baseFee: bigint;
};

/** What a unit of gas is paid, in wei. */
export type GasFees = {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
};

/** What became of a transaction. */
export type TransactionOutcome = {
  readonly request: TransactionRequest;
  /**
   * `refused`: the chain would not have executed it, or did not take it, and nothing was spent.
   * `unconfirmed`: sent, and not seen in a block in time.
   */
  readonly status: 'mined' | 'reverted' | 'refused' | 'unconfirmed';
  readonly hash: Hash | null;
  /** Why it was refused. */
  readonly detail: string;
};

export type TradingAccount = {
  readonly address: Address;
  state(tokens: readonly Address[]): Promise<AccountState>;
  /** Sends transactions in order, from a nonce on, and waits until they are mined or time is up. */
  execute(
    requests: readonly TransactionRequest[],
    terms: { readonly nonce: number; readonly fees: GasFees },
  ): Promise<TransactionOutcome[]>;
};

export type TradingAccountOptions = {
  readonly client: ChainClient;
  readonly account: LocalAccount;
  readonly multicall3: Address;
  readonly router: Address;
  /** How long to wait for a transaction to be mined. */
  readonly receiptMs: number;
};

/**
 * An account that signs here and sends to the chain. It remembers nothing: what the chain says of its
 * nonce and its balances is the truth, so that restarts, dropped transactions and reorganisations
 * need no repair.
 */
export function createTradingAccount(options: TradingAccountOptions): TradingAccount {
  const { client, account } = options;
  const { address } = account;

  async function state(tokens: readonly Address[]): Promise<AccountState> {
    try {
      const [nonce, pendingNonce, native, block, holdings] = await Promise.all([
        getTransactionCount(client, { address, blockTag: 'latest' }),
        getTransactionCount(client, { address, blockTag: 'pending' }),
        getBalance(client, { address }),
        getBlock(client),
        readTokens(options, tokens),
      ]);
      const baseFee = block.baseFeePerGas ?? 0n;
      return { nonce, pendingNonce, baseFee, holdings: { native, ...holdings } };
    } catch (cause) {
      throw chainFailure(cause);
    }
  }

  async function execute(
    requests: readonly TransactionRequest[],
    terms: { readonly nonce: number; readonly fees: GasFees },
  ): Promise<TransactionOutcome[]> {
    const outcomes: TransactionOutcome[] = [];
    let { nonce } = terms;
    for (const request of requests) {
      const sent = await send(options, request, { nonce, fees: terms.fees });
      outcomes.push(sent);
      if (sent.hash !== null) nonce += 1;
    }
    return await Promise.all(outcomes.map((outcome) => settled(options, outcome)));
  }

  return { address, state, execute };
}

async function readTokens(
  { client, account, multicall3, router }: TradingAccountOptions,
  tokens: readonly Address[],
): Promise<Pick<Holdings, 'balances' | 'allowances'>> {
  const token = (address: Address) => ({ address, abi: erc20Abi }) as const;
  const answers = await readMany({ client, multicall3 }, [
    ...tokens.map((each) =>
      contractRead({ ...token(each), functionName: 'balanceOf', args: [account.address] }),
    ),
    ...tokens.map((each) =>
      contractRead({ ...token(each), functionName: 'allowance', args: [account.address, router] }),
    ),
  ]);
  const named = (amounts: readonly bigint[]) =>
    new Map(tokens.map((each, index) => [each.toLowerCase(), amounts[index] ?? 0n]));
  return {
    balances: named(answers.slice(0, tokens.length)),
    allowances: named(answers.slice(tokens.length)),
  };
}

/** Estimating executes the transaction on the newest state: what would revert is never sent. */
async function send(
  { client, account }: TradingAccountOptions,
  request: TransactionRequest,
  { nonce, fees }: { readonly nonce: number; readonly fees: GasFees },
): Promise<TransactionOutcome> {
  const { to, data, value } = request;
  let serializedTransaction: Hex;
  try {
    // Named, since some nodes would else estimate on top of the very transactions to be replaced.
    const latest = { account: account.address, blockTag: 'latest' } as const;
    const estimate = await estimateGas(client, { ...latest, to, data, value });
    const gas = (estimate * (100n + GAS_BUFFER_PERCENT)) / 100n;
    const common = { type: 'eip1559', chainId: client.chain.id, to, data, value } as const;
    serializedTransaction = await account.signTransaction({ ...common, nonce, gas, ...fees });
  } catch (cause) {
    return { request, status: 'refused', hash: null, detail: chainFailure(cause).message };
  }
  const hash = keccak256(serializedTransaction);
  try {
    await sendRawTransaction(client, { serializedTransaction });
    return { request, status: 'unconfirmed', hash, detail: '' };
  } catch (cause) {
    const { message, code } = asChainError(cause);
    // An answer that was lost on its way says nothing about the transaction: it may be mined.
    if (code === 'chain/unreachable')
      return { request, status: 'unconfirmed', hash, detail: message };
    return { request, status: 'refused', hash: null, detail: message };
  }
}

async function settled(
  { client, receiptMs }: TradingAccountOptions,
  outcome: TransactionOutcome,
): Promise<TransactionOutcome> {
  const { hash } = outcome;
  if (hash === null) return outcome;
  const deadline = performance.now() + receiptMs;
  for (;;) {
    const status = await receiptStatus(client, hash);
    if (status !== null) return { ...outcome, status };
    if (performance.now() > deadline) return outcome;
    await delay(RECEIPT_POLL_MS);
  }
}

/** `null` while there is no receipt; a chain that does not answer is asked again until time is up. */
async function receiptStatus(
  client: ChainClient,
  hash: Hash,
): Promise<'mined' | 'reverted' | null> {
  try {
    const { status } = await getTransactionReceipt(client, { hash });
    return status === 'success' ? 'mined' : 'reverted';
  } catch (cause) {
    if (cause instanceof TransactionReceiptNotFoundError) return null;
    if (asChainError(cause).code === 'chain/unreachable') return null;
    throw cause;
  }
}

function asChainError(cause: unknown): ChainError {
  const failure = chainFailure(cause);
  if (failure instanceof ChainError) return failure;
  throw failure;
}
