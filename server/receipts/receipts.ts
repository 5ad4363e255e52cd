import { bytesToHex } from 'viem';
import { OrderHasher, UnsignableFieldError } from '#lib/chain/order-hasher.ts';
import { type OrderDomain, receiptTypedData } from '#lib/chain/order-typed-data.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { Ticks } from '#lib/domain/quanta.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import { signableOrder } from '#lib/domain/signable-order.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { type Curve, keccak256 } from '#server/auth/index.ts';
import { type OperatorSigner, SignerError } from '#server/chain/index.ts';
import type { Authority } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { Limits } from '#server/limits.ts';
import { placingOf } from '#server/sequencer/index.ts';
import type { FoundRecord } from './record-finder.ts';
import { type RecordedOrder, recordedChange, recordedOrder } from './recorded-order.ts';

/** Who signs receipts. */
export type ReceiptSigner = Pick<OperatorSigner, 'address' | 'signReceipt'>;

/** A version of an order that was accepted and is durable, and whose it is. */
export type AcceptedOrder = {
  readonly orderId: number;
  /** The command that placed it, or one that changed it under a new signature and was accepted. */
  readonly seq: number;
  readonly account: number;
  /** The account's address. */
  readonly owner: Address;
  /** As the order stands; the journal does not hold what a market order of an API key was signed with. */
  readonly priceTicks: Ticks;
};

export type ReceiptOptions = {
  /** The operator's key that signs now; rejects with a SignerError while it cannot be had. */
  readonly signer: () => Promise<ReceiptSigner>;
  readonly port: Pick<ExchangePort, 'read'>;
  readonly records: {
    /** A durable record; `null` = it is not kept any more. */
    find(seq: number): Promise<FoundRecord | null>;
  };
  /** The domain that orders are signed for; `null` while it is not known. */
  readonly domain: () => OrderDomain | null;
  readonly curve: Curve;
  readonly limits: Pick<Limits, 'receiptsPerAccount' | 'waitingReceipts' | 'keptReceipts'>;
  /** The journal could not be read, or the key not reached; for the operator. */
  readonly onFault: (error: unknown) => void;
};

const COMPACT_BYTES = 64;

/** Makes receipts of orders from what the journal holds of them. */
export class Receipts {
  readonly #options: ReceiptOptions;
  /** By order and command; the one that was asked for longest ago first. */
  readonly #kept = new Map<string, Receipt>();
  /** How many wait, by account. */
  readonly #waiting = new Map<number, number>();
  #waitingCount = 0;
  #hasher: OrderHasher | null = null;

  constructor(options: ReceiptOptions) {
    this.#options = options;
  }

  /**
   * The receipt of an order of this account; of a take-profit or stop-loss too, also while it waits.
   * That the engine accepted the command is for the caller to know: the journal holds refused ones too.
   *
   * @throws ProtocolError `order/unknown` when the command is not of this account or has no such order,
   *   `receipt/unknown-version` when it does not change that order under a signature, `receipt/…`, and `gateway/not-available` while the address of the clearing house is not known.
   */
  async receipt(order: AcceptedOrder): Promise<Receipt> {
    const domain = this.#domain();
    const kept = this.#kept.get(keyOf(order));
    const isSame =
      kept !== undefined &&
      sameAddress(kept.order.account, order.owner) &&
      kept.chainId === domain.chainId &&
      sameAddress(kept.verifyingContract, domain.verifyingContract) &&
      (await this.#isSignedByPresentKey(kept));
    const receipt = isSame ? kept : await this.#made(order, domain);
    this.#keep(receipt);
    return receipt;
  }

  /** Clients compare the signer with the present one; while that cannot be had, what is kept is the best. */
  async #isSignedByPresentKey({ operator }: Receipt): Promise<boolean> {
    const { signer, onFault } = this.#options;
    try {
      return sameAddress(operator, (await signer()).address);
    } catch (error) {
      if (!(error instanceof SignerError)) throw error;
      onFault(error);
      return true;
    }
  }

  #domain(): OrderDomain {
    const domain = this.#options.domain();
    if (domain !== null) return domain;
    const detail =
      'The address of the clearing house, which every order is signed for, is not known.';
    throw new ProtocolError('gateway/not-available', { detail });
  }

  async #made(order: AcceptedOrder, domain: OrderDomain): Promise<Receipt> {
    const { seq } = order;
    const { record, recorded } = await this.#recorded(order);
    const { signed, digest } = await this.#signed(recorded, { order, domain });
    const orderHash = bytesToHex(digest);
    const logHash = bytesToHex(record.previousChain);
    const confirmed = receiptTypedData(domain, { seq, orderHash, previousLogHash: logHash });
    const { operator, signature } = await this.#confirmed(confirmed);
    const { firstSeq, lastSeq } = record;
    return {
      seq,
      orderId: order.orderId,
      order: signed,
      orderHash,
      logHash,
      block: { firstSeq, lastSeq, hash: bytesToHex(record.chain) },
      ...domain,
      operator,
      signature,
    };
  }

  async #confirmed(receipt: ReturnType<typeof receiptTypedData>) {
    const { signer, onFault } = this.#options;
    try {
      const { address: operator, signReceipt } = await signer();
      return { operator, signature: await signReceipt(receipt) };
    } catch (error) {
      if (!(error instanceof SignerError)) throw error;
      onFault(error);
      throw new ProtocolError('receipt/not-signable', { cause: error });
    }
  }

  /** The record of the command, and the order as it was signed there. */
  async #recorded(
    order: AcceptedOrder,
  ): Promise<{ readonly record: FoundRecord; readonly recorded: RecordedOrder }> {
    const { orderId, seq, account } = order;
    const placing = placingOf(orderId);
    const first = await this.#record(placing.seq, account);
    const placed = recordedOrder(first.command, orderId);
    if (placed === null || placed.account !== account) throw new ProtocolError('order/unknown');
    if (seq === placing.seq) return { record: first, recorded: placed };
    const record = await this.#record(seq, account);
    const recorded = recordedChange(record.command, { orderId, placed });
    if (recorded === null) throw new ProtocolError('receipt/unknown-version');
    return { record, recorded };
  }

  /** What was signed, and its digest: what the signature in the journal is over, as far as can be told. */
  async #signed(
    { market, terms, authority, signature }: RecordedOrder,
    { order, domain }: { readonly order: AcceptedOrder; readonly domain: OrderDomain },
  ): Promise<{ readonly signed: SignedOrder; readonly digest: Uint8Array }> {
    if (authority === null || signature === null) throw new ProtocolError('receipt/not-signed');
    const priceTicks = terms.priceTicks === 0 ? order.priceTicks : terms.priceTicks;
    const signing = { account: order.owner, market, by: authority };
    const signed = signableOrder({ ...terms, priceTicks }, signing);
    const digest = this.#digest(signed, domain);
    if (signature.length !== COMPACT_BYTES) return { signed, digest };
    const signer = await this.#options.curve.recover(digest, signature);
    const expected = await this.#signerOf(order, authority);
    if (signer === null || (expected !== null && !sameAddress(signer, expected))) {
      throw new ProtocolError('receipt/not-reproducible');
    }
    return { signed, digest };
  }

  #digest(signed: SignedOrder, domain: OrderDomain): Uint8Array {
    try {
      return this.#hasherOf(domain).order(signed);
    } catch (error) {
      if (!(error instanceof UnsignableFieldError)) throw error;
      throw new ProtocolError('receipt/not-reproducible', { cause: error });
    }
  }

  /** Who must have signed; `null` = a trading key that has ended, whose address nobody keeps. */
  async #signerOf(
    { account, owner }: AcceptedOrder,
    { agent }: Authority,
  ): Promise<Address | null> {
    if (agent === 0) return owner;
    const { port } = this.#options;
    const { value } = await port.read((state) => state.agents.get(account, agent)?.address ?? null);
    return value as Address | null;
  }

  #hasherOf(domain: OrderDomain): OrderHasher {
    const before = this.#hasher?.domain;
    const isSame =
      before?.chainId === domain.chainId && before.verifyingContract === domain.verifyingContract;
    if (this.#hasher === null || !isSame) this.#hasher = new OrderHasher(domain, keccak256);
    return this.#hasher;
  }

  /** Nobody may have the journal read without end, nor keep others from it. */
  async #record(seq: number, account: number): Promise<FoundRecord> {
    const { limits, records, onFault } = this.#options;
    const own = this.#waiting.get(account) ?? 0;
    if (own >= limits.receiptsPerAccount || this.#waitingCount >= limits.waitingReceipts) {
      throw new ProtocolError('receipt/busy');
    }
    this.#waiting.set(account, own + 1);
    this.#waitingCount += 1;
    try {
      const record = await records.find(seq);
      if (record === null) throw new ProtocolError('receipt/gone');
      return record;
    } catch (error) {
      if (error instanceof ProtocolError) throw error;
      onFault(error);
      throw new ProtocolError('receipt/unreadable', { cause: error });
    } finally {
      this.#waitingCount -= 1;
      const left = (this.#waiting.get(account) ?? 1) - 1;
      if (left === 0) this.#waiting.delete(account);
      else this.#waiting.set(account, left);
    }
  }

  #keep(receipt: Receipt): void {
    const key = keyOf(receipt);
    this.#kept.delete(key);
    this.#kept.set(key, receipt);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#options.limits.keptReceipts && oldest !== undefined) {
      this.#kept.delete(oldest);
    }
  }
}

function keyOf({ orderId, seq }: Pick<AcceptedOrder, 'orderId' | 'seq'>): string {
  return `${orderId} ${seq}`;
}
