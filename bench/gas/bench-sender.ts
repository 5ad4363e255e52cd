import type { Hex, LocalAccount } from 'viem';
import {
  estimateFeesPerGas,
  getTransactionCount,
  sendTransaction,
  waitForTransactionReceipt,
} from 'viem/actions';
import type { Address } from '#lib/domain/address.ts';
import type { SwapChain } from '#scripts/testing/swap-chain.ts';

/** What is sent; value in base units of the coin. */
export type BenchCall = { readonly to: Address; readonly data: Hex; readonly value?: bigint };

/** More than any batch of the bench takes, and what a block of the chain holds. */
const GAS = 15_000_000n;

/** One account of a chain that nobody else uses: transactions are numbered here, and not estimated. */
export class BenchSender {
  readonly #client: SwapChain['client'];
  readonly #account: LocalAccount;
  #nonce: number | null = null;
  #fees: { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } | null = null;

  constructor({ client }: SwapChain, account: LocalAccount) {
    this.#client = client;
    this.#account = account;
  }

  get address(): Address {
    return this.#account.address;
  }

  /**
   * Sends calls one behind the other, and waits until all are mined.
   *
   * @returns gas of each whole transaction: its data, its 21,000 and what it executes
   * @throws Error when one reverts.
   */
  async gasOf(calls: readonly BenchCall[]): Promise<readonly number[]> {
    this.#nonce ??= await getTransactionCount(this.#client, { address: this.address });
    // Twice what the next block asks: it cannot double before these are mined.
    this.#fees ??= await estimateFeesPerGas(this.#client);
    const { maxFeePerGas, maxPriorityFeePerGas } = this.#fees;
    const fees = { maxFeePerGas: maxFeePerGas * 2n, maxPriorityFeePerGas };
    const hashes: Hex[] = [];
    for (const { to, data, value = 0n } of calls) {
      const nonce = this.#nonce;
      this.#nonce += 1;
      const request = { account: this.#account, to, data, value, nonce, gas: GAS, ...fees };
      hashes.push(await sendTransaction(this.#client, request));
    }
    const gas: number[] = [];
    for (const hash of hashes) {
      const receipt = await waitForTransactionReceipt(this.#client, { hash, pollingInterval: 20 });
      if (receipt.status !== 'success') throw new Error(`a transaction reverted: ${hash}`);
      gas.push(Number(receipt.gasUsed));
    }
    return gas;
  }
}
