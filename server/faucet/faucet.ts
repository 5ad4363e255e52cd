import {
  type Account,
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  createWalletClient,
  getAddress,
  http,
  isAddress,
  zeroAddress,
} from 'viem';
import { faucetAbi } from '#contracts-abi/abis/faucet.ts';
import type { Address, Hash } from '#lib/domain/address.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';

export type FaucetOptions = {
  readonly rpcUrl: string;
  readonly rpcTimeoutMs: number;
  /** The account that may call the contract for others. */
  readonly operator: Account;
  /** Where the contract is; `null` while none is known. */
  readonly contract: () => Address | null;
  /** Addresses that may wait for their transaction at one time. */
  readonly maxWaiting: number;
  /** How long to wait for a transaction to be mined. */
  readonly receiptMs: number;
  readonly now: () => number;
  readonly onOutcome: (outcome: FaucetOutcome) => void;
};

/** What became of a request. */
export type FaucetOutcome =
  | { readonly kind: 'sent' | 'mined' | 'reverted'; readonly hash: Hash }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'unconfirmed'; readonly hash: Hash; readonly error: unknown }
  | { readonly kind: 'failed'; readonly error: unknown };

export type FundedAddress = { readonly address: Address; readonly hash: Hash };

/**
 * Gives test tokens through the faucet contract. Transactions are sent one after the other, so that
 * no two take the same nonce; an address has one on its way at most.
 */
export class Faucet {
  readonly #options: FaucetOptions;
  readonly #chain;
  readonly #wallet;
  readonly #inFlight = new Set<Address>();
  #lastSend: Promise<unknown> = Promise.resolve();

  constructor(options: FaucetOptions) {
    const { rpcUrl, rpcTimeoutMs, operator } = options;
    const transport = http(rpcUrl, { timeout: rpcTimeoutMs, retryCount: 0 });
    this.#options = options;
    this.#chain = createPublicClient({ transport, pollingInterval: 250 });
    this.#wallet = createWalletClient({ transport, account: operator });
  }

  /**
   * Sends tokens to an address; resolves once the transaction is sent.
   *
   * @throws ProtocolError with a code `faucet/…`, or `chain/unavailable`.
   */
  async fund(text: string): Promise<FundedAddress> {
    try {
      return await this.#fund(text);
    } catch (error) {
      const refusal = this.#refusalOf(error);
      const outcome =
        error instanceof ProtocolError || refusal.code.startsWith('faucet/')
          ? ({ kind: 'refused', code: refusal.code } as const)
          : ({ kind: 'failed', error } as const);
      this.#options.onOutcome(outcome);
      throw refusal;
    }
  }

  async #fund(text: string): Promise<FundedAddress> {
    const { contract: contractOf, maxWaiting } = this.#options;
    const contract = contractOf();
    if (contract === null) throw new ProtocolError('faucet/not-available');
    const address = checkedAddress(text);
    if (address === null) throw new ProtocolError('faucet/invalid-address');
    if (this.#inFlight.has(address)) {
      throw new ProtocolError('faucet/in-flight', { facts: { address } });
    }
    if (this.#inFlight.size >= maxWaiting) throw new ProtocolError('faucet/busy');
    this.#inFlight.add(address);
    try {
      const hash = await this.#inTurn(async () => await this.#send(contract, address));
      void this.#settle(address, hash);
      return { address, hash };
    } catch (error) {
      this.#inFlight.delete(address);
      throw error;
    }
  }

  async #inTurn<Result>(send: () => Promise<Result>): Promise<Result> {
    // The turn comes whether or not the one before succeeded.
    const turn = this.#lastSend.then(send, send);
    this.#lastSend = turn.catch(() => undefined);
    return await turn;
  }

  async #send(contract: Address, recipient: Address): Promise<Hash> {
    const { operator } = this.#options;
    const call = {
      address: contract,
      abi: faucetAbi,
      functionName: 'drip',
      args: [recipient],
    } as const;
    await this.#chain.simulateContract({ ...call, account: operator });
    const nonce = await this.#chain.getTransactionCount({
      address: operator.address,
      blockTag: 'pending',
    });
    const hash = await this.#wallet.writeContract({
      ...call,
      account: operator,
      chain: null,
      nonce,
    });
    this.#options.onOutcome({ kind: 'sent', hash });
    return hash;
  }

  async #settle(address: Address, hash: Hash): Promise<void> {
    const { receiptMs, onOutcome } = this.#options;
    try {
      const receipt = await this.#chain.waitForTransactionReceipt({ hash, timeout: receiptMs });
      onOutcome({ kind: receipt.status === 'success' ? 'mined' : 'reverted', hash });
    } catch (error) {
      onOutcome({ kind: 'unconfirmed', hash, error });
    } finally {
      this.#inFlight.delete(address);
    }
  }

  #refusalOf(error: unknown): ProtocolError {
    if (error instanceof ProtocolError) return error;
    const revert =
      error instanceof BaseError
        ? error.walk((each) => each instanceof ContractFunctionRevertedError)
        : null;
    if (!(revert instanceof ContractFunctionRevertedError)) {
      return new ProtocolError('chain/unavailable', { cause: error });
    }
    const [, bound] = revert.data?.args ?? [];
    switch (revert.data?.errorName) {
      case 'CoolingDown':
        return this.#coolDown(typeof bound === 'bigint' ? Number(bound) * 1_000 : 0);
      case 'CapReached':
        return new ProtocolError('faucet/cap-reached', { facts: { cap: String(bound) } });
      case 'FaucetEmpty':
        return new ProtocolError('faucet/exhausted', { cause: error });
      case 'NotAllowed':
      case 'AccessControlUnauthorizedAccount':
        return new ProtocolError('gateway/internal', { cause: error });
      default:
        // Whatever else is told comes from the recipient, when it is sent the LUX.
        return new ProtocolError('faucet/recipient-refused', { cause: error });
    }
  }

  #coolDown(availableAtMs: number): ProtocolError {
    const retryAfterMs = Math.max(1_000, availableAtMs - this.#options.now());
    return new ProtocolError('faucet/cool-down', {
      facts: { available_at: availableAtMs, retry_after_ms: retryAfterMs },
    });
  }
}

/** A mixed-case address carries a checksum, which tells a mistyped one. The zero address is nobody's. */
function checkedAddress(text: string): Address | null {
  const isUpperCase = /^0x[0-9A-F]{40}$/.test(text);
  const spelled = isUpperCase ? text.toLowerCase() : text;
  return isAddress(spelled) && spelled !== zeroAddress ? getAddress(spelled) : null;
}
