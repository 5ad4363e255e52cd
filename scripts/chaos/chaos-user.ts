import type { Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { signAgentApproval, signWithdrawal } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { AuthProof, Challenge } from '#lib/client/identity.ts';
import { RequestFailedError } from '#lib/client/pending-requests.ts';
import { createStreamClient, type StreamClient } from '#lib/client/stream-client.ts';
import type { RequestFrame } from '#lib/client/stream-connection.ts';
import type { Address } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import type { Fill } from '#lib/domain/fill.ts';
import { findMarket, type Market } from '#lib/domain/market.ts';
import { isLive, type Order } from '#lib/domain/order.ts';
import type { OrderRequest, OrderSignature } from '#lib/domain/order-request.ts';
import type { AgentApproval } from '#lib/domain/signed-order.ts';
import type { ServerFrame } from '#lib/protocol/frames/server-frame.ts';
import {
  ALL_MARKETS,
  encodeAgentApproval,
  NO_NOTIONAL_LIMIT,
} from '#lib/protocol/wire-agent-approval.ts';
import { encodeOrderRequest } from '#lib/protocol/wire-order-request.ts';
import { encodeWithdrawalRequest } from '#lib/protocol/wire-withdrawal-request.ts';
import { encodeChange, type OrderEdit, signEdit } from '#lib/trading/edit-order.ts';
import { NonceKeeper } from '#lib/trading/nonce-keeper.ts';
import { signRequest } from '#lib/trading/sign-request.ts';
import type { TradingKey } from '#lib/trading/trading-key.ts';
import { ChaosRest } from './chaos-rest.ts';
import type { ChaosSigner } from './chaos-signer.ts';
import {
  countersigned,
  countersignedTerms,
  type SignedParts,
  signedParts,
} from './signed-parts.ts';
import type { ToldFacts } from './told-facts.ts';
import { UserReceipts } from './user-receipts.ts';

const DAY_MS = 86_400_000;
/** Long: chains jump ahead here. */
const KEY_MS = 300 * DAY_MS;
const ANSWER_MS = 3_000;

export type ChaosUserOptions = {
  readonly signer: ChaosSigner;
  /** Addresses of the exchange. */
  readonly url: string;
  readonly wsUrl: string;
  readonly domain: OrderDomain;
  /** Where withdrawals go, lower case. */
  readonly payout: Address;
  readonly tokenOf: (asset: string) => Address;
  /** Who signs receipts. */
  readonly operator: Address;
  readonly told: ToldFacts;
};

/** A trading key that an owner approved. */
export type IssuedKey = { readonly key: TradingKey; readonly approval: AgentApproval };

/**
 * Somebody who trades over the exchange's own interface, as a browser or a program does: with the
 * owner's signatures or with those of a trading key. What it is told is written down.
 */
export class ChaosUser {
  readonly signer: ChaosSigner;
  /** Lower case. */
  readonly address: Address;
  readonly payout: Address;
  readonly rest: ChaosRest;
  readonly receipts: UserReceipts;
  readonly #options: ChaosUserOptions;
  readonly #client: StreamClient;
  readonly #open = new Map<number, Order>();
  /** The nonce that was signed last for an order. */
  readonly #signed = new Map<number, number>();
  /** Orders without an answer: sent again they are the same ones. */
  readonly #unanswered: RequestFrame[] = [];
  /** What was signed with what was sent. */
  readonly #parts = new WeakMap<RequestFrame, SignedParts>();
  /** Of a contract's session, over HTTP. */
  #token = '';
  #key: TradingKey;
  #issued: IssuedKey | null = null;
  #nonces: NonceKeeper;
  #lastNonce = 0;
  /** What it was told that cannot be. */
  #fault: Error | null = null;

  constructor(options: ChaosUserOptions) {
    const { signer, url, wsUrl, domain, operator, told } = options;
    this.#options = options;
    this.signer = signer;
    this.address = signer.address.toLowerCase() as Address;
    this.payout = options.payout;
    const { address } = this;
    this.rest = new ChaosRest(url, () => this.#bearer());
    this.receipts = new UserReceipts({ address, rest: this.rest, domain, operator, told });
    this.#key = this.#ownKey();
    this.#nonces = this.#keeper();
    const timings = { backoffBaseMs: 50, backoffCapMs: 300, connectMs: 2_000 };
    this.#client = createStreamClient({
      url: wsUrl,
      timings,
      answerMs: ANSWER_MS,
      wakeEvents: () => () => undefined,
    });
    this.#client.identify(async (challenge) => await this.#prove(challenge));
    this.#client.onIdentity(() => {
      const identity = this.#client.identity();
      if (identity.status !== 'known' || identity.who.kind !== 'session') return;
      this.#token = identity.who.token ?? this.#token;
    });
    this.#client.onState(() => {
      if (this.#client.state().status === 'reconnecting') this.#nonces.forget();
    });
    this.#client.subscribeFills(({ data }) => this.#note(() => data.forEach(this.#fill)));
    this.#client.subscribeOrders(({ data }) => {
      if (data.kind === 'all') this.#open.clear();
      const orders = data.kind === 'all' ? data.orders : [data.order];
      for (const order of orders.filter(({ status }) => status !== 'rejected')) {
        this.#note(() => this.#known(order));
      }
    });
  }

  /** What it was told that contradicts what it was told before. */
  get fault(): Error | null {
    return this.#fault;
  }

  get isKnown(): boolean {
    return this.#client.identity().status === 'known';
  }

  get isRefused(): boolean {
    return this.#client.identity().status === 'refused';
  }

  /** How it stands with the exchange, for a person. */
  get standing(): string {
    const identity = this.#client.identity();
    const why = identity.status === 'refused' ? ` (${identity.code})` : '';
    return `${this.#client.state().status}, ${identity.status}${why}`;
  }

  /** The key that it trades with now; `null` when it signs as the owner. */
  get issued(): IssuedKey | null {
    return this.#issued;
  }

  get openOrders(): readonly Order[] {
    return [...this.#open.values()];
  }

  /** Nonces that were signed for orders that rest, as far as they were signed here. */
  restingNonces(): readonly number[] {
    return this.openOrders.flatMap(({ orderId }) => this.#signed.get(orderId) ?? []);
  }

  close(): void {
    this.#client.close();
  }

  /** Sends an order under a name; what it was told of it is written down. */
  async place(request: OrderRequest): Promise<void> {
    const { signer } = this;
    const market = marketOf(request.symbol);
    const { domain } = this.#options;
    const own = await signRequest(request, this.#signing(market));
    const signed = this.#speaksAsContract
      ? await countersigned(own, { signer, domain, market })
      : own;
    const frame = { type: 'place_order', order: encodeOrderRequest(signed) } as const;
    this.#parts.set(frame, signedParts(signed, { signer, market }));
    await this.#send(frame);
  }

  /** Sends again, as it was, an order that it has no answer for. */
  async repeat(): Promise<void> {
    const frame = this.#unanswered.shift();
    if (frame !== undefined) await this.#send(frame);
  }

  async modify(order: Order, priceTicks: number): Promise<void> {
    const { orderId, symbol } = order;
    const { address } = this;
    const edit = { orderId, priceTicks, quantityLots: 0, triggerTicks: 0 };
    const market = marketOf(symbol);
    const signed = await this.#signedEdit(order, edit);
    const answer = await this.#client.request(encodeChange(edit, { market, signed }));
    if (signed === null || answer.type !== 'order_update') return;
    this.#signed.set(orderId, signed.nonce);
    const { seq } = answer;
    if (seq !== undefined) this.#options.told.accept({ orderId, seq, address, order: null });
  }

  async cancelAll(): Promise<void> {
    await this.#client.request({ type: 'cancel_all' });
  }

  /** Signs a withdrawal and asks for it, twice with the same words when there is no answer. */
  async withdraw(asset: string, quanta: number): Promise<void> {
    const found = assets.find(({ symbol }) => symbol === asset);
    if (found === undefined) throw new TypeError(`there is no ${asset}`);
    const { domain, told, tokenOf } = this.#options;
    const { address, payout } = this;
    const nonce = this.#nextNonce();
    const expiry = Math.floor((Date.now() + KEY_MS) / 1_000);
    const { epoch } = await this.#nonces.oneShot();
    const terms = { account: address, to: payout, nonce, expiry, epoch };
    const signature = await signWithdrawal(this.signer.typed, {
      domain,
      withdrawal: { ...terms, asset: tokenOf(asset), amount: BigInt(quanta) },
    });
    const request = { ...terms, asset: found, amount: quanta, native: false, signature };
    told.asked.push({ address, asset: found.id, quanta, nonce, to: payout });
    const answer = await this.rest.ask('/v1/withdrawals', encodeWithdrawalRequest(request));
    if (answer?.status === 'requested') told.acknowledged.add(`${address} ${nonce}`);
  }

  /** Trades with a new trading key from now on, which the owner approves at the exchange. */
  async takeNewKey(): Promise<void> {
    const privateKey = generatePrivateKey();
    const { address: agent } = privateKeyToAccount(privateKey);
    const approval = this.approvalOf(agent, {});
    const signature = await this.signApproval(approval);
    const answer = await this.rest.ask('/v1/agents', encodeAgentApproval({ approval, signature }));
    if (typeof answer?.agent !== 'number') return;
    const key = { ...this.#ownKey(), address: agent.toLowerCase() as Address, privateKey };
    this.#issued = { key, approval };
    this.#become(key);
  }

  /** Signs as the owner from now on. */
  takeOwnKey(): void {
    this.#issued = null;
    this.#become(this.#ownKey());
  }

  /** An approval that is newer than all before. */
  approvalOf(agent: Address, limits: Partial<AgentApproval>): AgentApproval {
    return {
      account: this.signer.address,
      agent,
      expiry: Math.floor((Date.now() + KEY_MS) / 1_000),
      markets: ALL_MARKETS,
      maxNotional: NO_NOTIONAL_LIMIT,
      nonce: this.#nextNonce(),
      ...limits,
    };
  }

  async signApproval(approval: AgentApproval): Promise<Hex> {
    return await signAgentApproval(this.signer.typed, { domain: this.#options.domain, approval });
  }

  async #send(frame: RequestFrame): Promise<void> {
    try {
      const answer = await this.#client.request(frame);
      this.#note(() => this.#answered(answer, frame));
    } catch (error) {
      if (!(error instanceof RequestFailedError)) throw error;
      if (error.failure.kind === 'unanswered') this.#unanswered.push(frame);
      if (error.failure.kind === 'refused') this.#nonces.forget();
    }
  }

  #answered(answer: ServerFrame, frame: RequestFrame): void {
    if (answer.type !== 'order_update' || frame.type !== 'place_order') return;
    const { order, event, fills } = answer.data;
    if (event === 'rejected') {
      this.#nonces.forget();
      return;
    }
    fills.forEach(this.#fill);
    this.#known(order);
    const { nonce } = frame.order;
    if (typeof nonce === 'number') this.#signed.set(order.orderId, nonce);
    for (const [offset, part] of this.#parts.get(frame) ?? []) {
      this.receipts.placed(order.orderId + offset, part);
    }
  }

  readonly #fill = (fill: Fill): void => {
    this.#options.told.fill({
      tradeId: fill.tradeId,
      orderId: fill.orderId,
      address: this.address,
      isMaker: fill.role === 'maker',
      sells: fill.side === 'sell',
      price: fill.priceTicks,
      lots: fill.quantityLots,
      fee: fill.feeQuanta,
    });
  };

  #known(order: Order): void {
    const { address } = this;
    this.#options.told.order({
      orderId: order.orderId,
      address,
      name: order.clientOrderId ?? '',
      symbol: order.symbol,
      sells: order.side === 'sell',
      price: order.priceTicks,
      lots: order.quantityLots,
      trigger: order.triggerTicks,
      parentId: order.parentId,
    });
    this.receipts.placed(order.orderId, null);
    if (isLive(order.status)) this.#open.set(order.orderId, order);
    else this.#open.delete(order.orderId);
  }

  /** Whoever is told contradictory things says so at the end of the round. */
  #note(take: () => void): void {
    try {
      take();
    } catch (error) {
      this.#fault ??= error instanceof Error ? error : new Error(String(error));
    }
  }

  #become(key: TradingKey): void {
    this.#key = key;
    this.#nonces = this.#keeper();
    this.#unanswered.length = 0;
    this.#client.identify(async (challenge) => await this.#prove(challenge));
  }

  #ownKey(): TradingKey {
    const { domain } = this.#options;
    return {
      chainId: domain.chainId,
      owner: this.address,
      address: this.address,
      privateKey: this.signer.privateKey,
      expiresMs: Date.now() + KEY_MS,
    };
  }

  /** Whether what it signs is the word of a contract, and of no key that the contract approved. */
  get #speaksAsContract(): boolean {
    return this.signer.isContract && this.#issued === null;
  }

  /** Of a contract the session that its owners signed, else the key itself. */
  #bearer(): string {
    return this.signer.isContract ? this.#token : `${this.address}:${this.signer.privateKey}`;
  }

  async #signedEdit(order: Order, edit: OrderEdit): Promise<OrderSignature | null> {
    const market = marketOf(order.symbol);
    const by = await signEdit(order, { edit, signer: this.#signing(market) });
    if (!this.#speaksAsContract) return by;
    const { signer } = this;
    const { domain } = this.#options;
    const terms = { ...order, priceTicks: edit.priceTicks };
    return await countersignedTerms(terms, { signer, domain, market, by });
  }

  #signing(market: Market) {
    const { domain } = this.#options;
    return { market, key: this.#key, domain, nonces: this.#nonces, now: Date.now };
  }

  async #prove(challenge: Challenge | null): Promise<AuthProof> {
    if (challenge === null) throw new Error('nothing can be signed');
    const { nonce, message } = challenge;
    const { address, privateKey } = this.#key;
    const signature = this.#speaksAsContract
      ? await this.signer.text(message)
      : await privateKeyToAccount(privateKey).signMessage({ message });
    return { address, signature, nonce };
  }

  #keeper(): NonceKeeper {
    const source = {
      state: async () => {
        const answer = await this.#client.request({ type: 'get_nonces' });
        if (answer.type !== 'nonces_update') throw new Error('no nonces were told');
        const { epoch, next_one_shot: nextOneShotNonce } = answer.data;
        return { epoch, nextOneShotNonce };
      },
      reserve: async () => {
        const answer = await this.#client.request({ type: 'reserve_nonces' });
        if (answer.type !== 'nonces_reserved') throw new Error('no nonces were reserved');
        return answer.data;
      },
    };
    return new NonceKeeper(source, Date.now);
  }

  /** Of approvals and withdrawals: it grows, also from one process to the next. */
  #nextNonce(): number {
    this.#lastNonce = Math.max(this.#lastNonce + 1, Date.now());
    return this.#lastNonce;
  }
}

function marketOf(symbol: string): Market {
  const market = findMarket(symbol);
  if (market === undefined) throw new TypeError(`there is no market ${symbol}`);
  return market;
}
