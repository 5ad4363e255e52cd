import {
  createPublicClient,
  encodeFunctionData,
  type Hex,
  http,
  type LocalAccount,
  maxUint256,
} from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { erc20Abi } from '#contracts-abi/abis/erc20.ts';
import { wluxAbi } from '#contracts-abi/abis/wlux.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Deployment } from '#lib/domain/network.ts';
import type { PlannedDeposit } from './plan-funding.ts';

export type TreasuryWalletOptions = {
  readonly rpcUrl: string;
  readonly rpcTimeoutMs: number;
  readonly chainId: number;
  /** Nobody else may send with its key: numbers are counted here. */
  readonly account: LocalAccount;
  /** How long to wait for a transaction to be mined. */
  readonly receiptMs: number;
};

/** What is deposited for whom. */
export type TreasuryDeposit = {
  readonly account: Address;
  readonly deposits: readonly PlannedDeposit[];
  readonly deployment: Deployment;
};

type Call = { readonly to: Address; readonly data: Hex; readonly value: bigint };

/** Upper bounds: what builds on an unmined transaction cannot be estimated. */
const GAS = 400_000n;
const PRIORITY_FEE = 1_000_000_000n;
const POLL_MS = 250;

/** The account that holds the tokens of the local network's own accounts. It deposits for them. */
export class TreasuryWallet {
  readonly #options: TreasuryWalletOptions;
  readonly #client;

  constructor(options: TreasuryWalletOptions) {
    const { rpcUrl, rpcTimeoutMs: timeout } = options;
    this.#options = options;
    const transport = http(rpcUrl, { timeout, retryCount: 0 });
    this.#client = createPublicClient({ transport, pollingInterval: POLL_MS });
  }

  /** Whether none of its transactions is on its way: what they do can be read of the chain. */
  async isSettled(): Promise<boolean> {
    const { address } = this.#options.account;
    const [mined, known] = await Promise.all([
      this.#client.getTransactionCount({ address, blockTag: 'latest' }),
      this.#client.getTransactionCount({ address, blockTag: 'pending' }),
    ]);
    return mined === known;
  }

  /** Number of the last deposit, of whomever. */
  async depositCount(clearingHouse: Address): Promise<number> {
    const count = await this.#client.readContract({
      address: clearingHouse,
      abi: clearingHouseAbi,
      functionName: 'depositCount',
    });
    return Number(count);
  }

  /**
   * Deposits for an account, wrapping and approving what it takes, and waits until all is mined.
   *
   * @throws TreasuryError when it has too little, or a transaction is reverted; what the client throws.
   */
  async deposit({ account, deposits, deployment }: TreasuryDeposit): Promise<void> {
    const calls: Call[] = [];
    for (const deposit of deposits)
      calls.push(...(await this.#callsOf(account, deposit, deployment)));
    const hashes = await this.#send(calls);
    for (const hash of hashes) {
      const timeout = this.#options.receiptMs;
      const { status } = await this.#client.waitForTransactionReceipt({ hash, timeout });
      if (status !== 'success') throw new TreasuryError(`transaction ${hash} was reverted`);
    }
  }

  async #callsOf(
    account: Address,
    { token: symbol, amount }: PlannedDeposit,
    { contracts, tokens }: Deployment,
  ): Promise<Call[]> {
    const token = tokens.find((each) => each.symbol === symbol)?.address;
    const { clearingHouse } = contracts;
    if (token === undefined || clearingHouse === undefined) {
      throw new TreasuryError(`${symbol} or the clearing house is not deployed`);
    }
    const owner = this.#options.account.address;
    const erc20 = { address: token, abi: erc20Abi } as const;
    const [balance, allowance] = await Promise.all([
      this.#client.readContract({ ...erc20, functionName: 'balanceOf', args: [owner] }),
      this.#client.readContract({
        ...erc20,
        functionName: 'allowance',
        args: [owner, clearingHouse],
      }),
    ]);
    const lacking = amount - balance;
    const calls: Call[] = [];
    if (lacking > 0n) {
      if (token !== contracts.wlux) throw new TreasuryError(`the treasury lacks ${symbol}`);
      const data = encodeFunctionData({ abi: wluxAbi, functionName: 'deposit' });
      calls.push({ to: token, data, value: lacking });
    }
    if (allowance < amount) calls.push({ to: token, data: approval(clearingHouse), value: 0n });
    const data = encodeFunctionData({
      abi: clearingHouseAbi,
      functionName: 'depositFor',
      args: [account, token, amount],
    });
    return [...calls, { to: clearingHouse, data, value: 0n }];
  }

  /** All at once, in the order of their numbers: they are mined in one block or two. */
  async #send(calls: readonly Call[]): Promise<Hex[]> {
    const { account, chainId } = this.#options;
    const [first, block] = await Promise.all([
      this.#client.getTransactionCount({ address: account.address, blockTag: 'pending' }),
      this.#client.getBlock({ blockTag: 'latest' }),
    ]);
    const maxFeePerGas = 2n * (block.baseFeePerGas ?? 0n) + PRIORITY_FEE;
    const fees = { maxFeePerGas, maxPriorityFeePerGas: PRIORITY_FEE, gas: GAS };
    const hashes: Hex[] = [];
    for (const [index, call] of calls.entries()) {
      const nonce = first + index;
      const transaction = { type: 'eip1559', chainId, nonce, ...call, ...fees } as const;
      const serializedTransaction = await account.signTransaction(transaction);
      hashes.push(await this.#client.sendRawTransaction({ serializedTransaction }));
    }
    return hashes;
  }
}

function approval(spender: Address): Hex {
  return encodeFunctionData({
    abi: erc20Abi,
    functionName: 'approve',
    args: [spender, maxUint256],
  });
}

/** The treasury cannot do what it was asked. */
export class TreasuryError extends Error {
  override readonly name = 'TreasuryError';
}
