import { privateKeyToAccount } from 'viem/accounts';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OrderSigner } from '#lib/chain/order-signature.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { AuthProof, Challenge } from '#lib/client/identity.ts';
import { RequestFailedError } from '#lib/client/pending-requests.ts';
import type { StreamClient } from '#lib/client/stream-client.ts';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import { findMarket, type Market } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { errors } from '#lib/protocol/errors.ts';
import type { ServerFrame } from '#lib/protocol/frames/server-frame.ts';
import type { Agent } from '#lib/protocol/wire-agent.ts';
import type { SignedApproval } from '#lib/protocol/wire-agent-approval.ts';
import { encodeOrderRequest } from '#lib/protocol/wire-order-request.ts';
import type { ToastInput } from '#lib/stores/toast-store.ts';
import {
  applyBalances,
  applyFillSettlements,
  applyFills,
  applyOrder,
  applyOrders,
  applyTransfers,
} from './apply-updates.ts';
import { approveKey, type KeyScope } from './approve-key.ts';
import { encodeChange, type OrderEdit, signEdit } from './edit-order.ts';
import { NonceKeeper } from './nonce-keeper.ts';
import { signRequest } from './sign-request.ts';
import { tellFailure, tellSent, tellUnanswered } from './tell-order.ts';
import { tellSettlement } from './tell-settlement.ts';
import type { TradingKey } from './trading-key.ts';
import {
  forgetTradingKey,
  type KeyStorage,
  loadTradingKey,
  storeTradingKey,
} from './trading-key.ts';
import { type TradingState, UNKNOWN_ACCOUNT } from './trading-state.ts';

export type TradingSessionOptions = {
  readonly domain: OrderDomain;
  readonly storage: KeyStorage;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A name for an order that no other has. */
  readonly newName: () => string;
  /** Tells the exchange of an approval; throws when it does not agree. */
  readonly register: (signed: SignedApproval) => Promise<unknown>;
  /** The account's trading keys, as the exchange has them; throws when it does not tell. */
  readonly keysOf: (token: string) => Promise<readonly Agent[]>;
  /** How long a trading key is good, milliseconds. */
  readonly keyMs: number;
  readonly show: (toast: ToastInput) => void;
  /** Where transactions can be looked at; `null` = nowhere. */
  readonly explorerUrl: string | null;
};

/**
 * Everything that a page does for an account: who it is, its orders, balances and fills, and what is
 * sent. It lives outside React; `use` puts it on the page's connection.
 */
export class TradingSession {
  readonly store: StoreApi<TradingState> = createStore(() => UNKNOWN_ACCOUNT);
  readonly #options: TradingSessionOptions;
  #client: StreamClient | null = null;
  #key: TradingKey | null = null;
  #nonces: NonceKeeper | null = null;

  constructor(options: TradingSessionOptions) {
    this.#options = options;
  }

  /** Uses a connection until the returned function is called. */
  use(client: StreamClient): () => void {
    this.#client = client;
    const set = (change: (state: TradingState) => TradingState) => this.store.setState(change);
    const ends = [
      client.onIdentity(() => this.#identityChanged()),
      client.onState(() => this.#connectionChanged()),
      client.subscribeOrders((update) => {
        set((state) => applyOrders(state, update));
        if (update.data.kind === 'one') this.#tell(update.data.order);
      }),
      client.subscribeFills((update) => set((state) => applyFills(state, update))),
      client.subscribeFillSettlements((update) =>
        set((state) => applyFillSettlements(state, update)),
      ),
      client.subscribeBalances((update) => set((state) => applyBalances(state, update))),
      client.subscribeTransfers((update) => set((state) => applyTransfers(state, update))),
    ];
    this.#identify();
    return () => {
      for (const end of ends) end();
      client.identify(null);
      this.#client = null;
    };
  }

  /** Acts for an account from now on; `null` = for nobody. */
  actFor(owner: Address | null): void {
    const before = this.store.getState().owner;
    if (owner === before || (owner !== null && before !== null && sameAddress(owner, before)))
      return;
    const { storage, domain, now } = this.#options;
    const key =
      owner === null
        ? null
        : loadTradingKey(storage, { chainId: domain.chainId, owner, nowMs: now() });
    this.#become(owner, key);
  }

  /**
   * Makes a trading key for this browser, and has the wallet approve it.
   *
   * @param scope - what it may do; all that keys may, unless said otherwise
   * @throws What the wallet or the exchange throws.
   */
  async enable(wallet: OrderSigner, scope?: KeyScope): Promise<void> {
    const { owner } = this.store.getState();
    const key = await this.issue(wallet, scope);
    if (key === null) return;
    storeTradingKey(this.#options.storage, key);
    // The wallet may have changed its account while it was asked.
    if (this.store.getState().owner === owner) this.#become(owner, key);
  }

  /**
   * Makes a trading key that this browser does not keep: for a program.
   *
   * @returns The key; `null` without an account.
   * @throws What the wallet or the exchange throws.
   */
  async issue(wallet: OrderSigner, scope?: KeyScope): Promise<TradingKey | null> {
    const { owner } = this.store.getState();
    if (owner === null) return null;
    const { domain, register, keyMs: validMs, now } = this.#options;
    return await approveKey({ validMs, ...scope, owner, domain, wallet, nowMs: now(), register });
  }

  /**
   * Takes the key that this browser keeps now, which another page may have made or forgotten; a key
   * that was refused is shown to the exchange once more.
   */
  reload(): void {
    const { owner, phase } = this.store.getState();
    if (owner === null) return;
    const { storage, domain, now } = this.#options;
    const key = loadTradingKey(storage, { chainId: domain.chainId, owner, nowMs: now() });
    if (key?.address !== this.#key?.address || phase === 'refused') this.#become(owner, key);
  }

  /** Forgets the key of this browser. It stays good for whoever has it until it is revoked or ends. */
  disable(): void {
    const { owner } = this.store.getState();
    if (owner === null) return;
    const { storage, domain } = this.#options;
    forgetTradingKey(storage, { chainId: domain.chainId, owner });
    this.#become(owner, null);
  }

  /** Signs and sends an order; what becomes of it is told in one toast, and in the store. */
  async submit(request: OrderRequest): Promise<void> {
    const market = findMarket(request.symbol);
    const clientOrderId = request.clientOrderId ?? this.#options.newName();
    if (market === undefined) return;
    const named = { ...request, clientOrderId };
    const sent = { clientOrderId, request: named, sentMs: this.#options.now() };
    this.store.setState(({ sent: others }) => ({
      sent: [...others, { ...sent, state: 'sending' }],
    }));
    this.#options.show(tellSent(clientOrderId, named));
    try {
      const answer = await this.#withFreshNonces(() => this.#place(named, market));
      if (answer.type !== 'order_update') return;
      const { order } = answer.data;
      this.store.setState((state) => applyOrder(state, order));
      this.#tell(order);
      if (order.reason?.startsWith('auth/agent-') === true) void this.#learnKey();
    } catch (error) {
      this.#submitFailed(named, error);
    }
  }

  /** Cancels one order. */
  async cancel(orderId: number): Promise<void> {
    await this.#ask({ id: `cancel-${orderId}`, title: 'Not canceled' }, async (client) =>
      client.request({ type: 'cancel_order', order_id: orderId }),
    );
  }

  /** Cancels all orders, or those of a market. */
  async cancelAll(symbol?: string): Promise<void> {
    await this.#ask({ id: 'cancel-all', title: 'Orders were not canceled' }, async (client) =>
      client.request({ type: 'cancel_all', ...(symbol === undefined ? {} : { symbol }) }),
    );
  }

  /** Changes price, size or trigger of an open order; all but a smaller size is signed anew. */
  async modify(edit: OrderEdit): Promise<void> {
    const order = this.store.getState().orders?.get(edit.orderId);
    const market = order === undefined ? undefined : findMarket(order.symbol);
    if (order === undefined || market === undefined) return;
    const failed = { id: `modify-${edit.orderId}`, title: 'The order was not changed' };
    await this.#ask(failed, async (client) =>
      this.#withFreshNonces(async () => {
        const signed = await signEdit(order, { edit, signer: this.#signer(market) });
        return client.request(encodeChange(edit, { market, signed }));
      }),
    );
  }

  async #place(request: OrderRequest, market: Market): Promise<ServerFrame> {
    const client = this.#connected();
    const signed = await signRequest(request, this.#signer(market));
    return await client.request({ type: 'place_order', order: encodeOrderRequest(signed) });
  }

  /** A refused nonce is used by nothing, so the same can be asked again with another. */
  async #withFreshNonces(ask: () => Promise<ServerFrame>): Promise<ServerFrame> {
    const answer = await ask().catch((error: unknown) => {
      if (!isStaleNonce(codeOf(error))) throw error;
      return null;
    });
    const refused = answer?.type === 'order_update' ? answer.data.order.reason : null;
    if (answer !== null && !isStaleNonce(refused)) return answer;
    this.#nonces?.forget();
    return await ask();
  }

  async #ask(
    failed: { readonly id: string; readonly title: string },
    ask: (client: StreamClient) => Promise<ServerFrame>,
  ): Promise<void> {
    try {
      const answer = await ask(this.#connected());
      if (answer.type !== 'order_update') return;
      const { order } = answer.data;
      this.store.setState((state) => applyOrder(state, order));
      if (order.status === 'rejected') this.#tell(order);
    } catch (error) {
      const isUnknown = error instanceof RequestFailedError && error.failure.kind === 'unanswered';
      const title = isUnknown ? 'Not confirmed' : failed.title;
      this.#options.show(tellFailure({ ...failed, title }, faultOf(error)));
    }
  }

  #submitFailed(request: OrderRequest & { clientOrderId: string }, error: unknown): void {
    const { clientOrderId } = request;
    const isUnknown = error instanceof RequestFailedError && error.failure.kind === 'unanswered';
    const { sent } = this.store.getState();
    // The stream may have told of it before the connection broke.
    const isWaiting = sent.some((each) => each.clientOrderId === clientOrderId);
    if (isUnknown && isWaiting) {
      this.store.setState({
        sent: sent.map((each) =>
          each.clientOrderId === clientOrderId ? { ...each, state: 'unanswered' } : each,
        ),
      });
      this.#options.show(tellUnanswered(clientOrderId, request));
      return;
    }
    this.store.setState({ sent: sent.filter((each) => each.clientOrderId !== clientOrderId) });
    if (isUnknown) return;
    const failed = { id: clientOrderId, title: 'The order was not taken' };
    const fault = faultOf(error);
    this.#options.show(tellFailure(failed, fault));
    if (fault.code.startsWith('auth/agent-')) void this.#learnKey();
  }

  #become(owner: Address | null, key: TradingKey | null): void {
    this.#key = key;
    this.#nonces = key === null ? null : new NonceKeeper(this.#nonceSource(), this.#options.now);
    const withoutKey = owner === null ? 'no-account' : 'no-key';
    this.store.setState({
      ...UNKNOWN_ACCOUNT,
      phase: key === null ? withoutKey : 'connecting',
      owner,
      keyExpiresMs: key?.expiresMs ?? null,
    });
    this.#identify();
  }

  #identify(): void {
    const key = this.#key;
    this.#client?.identify(key === null ? null : (challenge) => prove(key, challenge));
  }

  #identityChanged(): void {
    const identity = this.#client?.identity();
    if (identity === undefined || this.#key === null) return;
    switch (identity.status) {
      case 'known': {
        const { token, pseudonym, user_id: account } = identity.who;
        if (!sameAddress(account, this.#key.owner)) {
          // A key that trades for nobody any more is taken for an account of its own.
          const { message } = errors['auth/agent-revoked'];
          const refusal = { code: 'auth/agent-revoked', message };
          this.store.setState({ phase: 'refused', refusal, readToken: null });
          return;
        }
        this.store.setState({ phase: 'ready', refusal: null, readToken: token, pseudonym });
        void this.#learnKey();
        void this.#decideUnanswered();
        return;
      }
      case 'refused': {
        const { code, message } = identity;
        this.store.setState({ phase: 'refused', refusal: { code, message }, readToken: null });
        return;
      }
      default:
        this.store.setState({ phase: 'connecting' });
    }
  }

  /** What the key may sign may be less than it was made for: its owner can narrow it on the chain. */
  async #learnKey(): Promise<void> {
    const key = this.#key;
    const { readToken } = this.store.getState();
    if (key === null || readToken === null) return;
    const keys = await this.#options.keysOf(readToken).catch(() => []);
    const own = keys.find(({ address }) => sameAddress(address, key.address));
    // Another account's, or another key, by now: that one is learned of by itself.
    if (own === undefined || this.#key !== key) return;
    const { symbols, maxNotional, expiresMs } = own;
    this.store.setState({ key: { symbols, maxNotional, expiresMs } });
  }

  /** A stream that resumes tells what it missed; that something was never taken is found out by asking. */
  async #decideUnanswered(): Promise<void> {
    if (!this.store.getState().sent.some(({ state }) => state === 'unanswered')) return;
    const answer = await this.#client?.request({ type: 'get_orders' }).catch(() => null);
    if (answer?.type !== 'orders_update') return;
    const { orders } = answer.data;
    this.store.setState(({ sent }) => ({
      sent: sent.filter(
        ({ state, clientOrderId }) =>
          state === 'sending' || orders.some((order) => order.clientOrderId === clientOrderId),
      ),
    }));
  }

  #connectionChanged(): void {
    // What the next connection is told may be another epoch.
    if (this.#client?.state().status === 'reconnecting') this.#nonces?.forget();
  }

  /** Its fills may have been told before it, or come later: `followSettlements` tells them then. */
  #tell(order: Order): void {
    const fills = this.store.getState().fills ?? [];
    const { explorerUrl } = this.#options;
    const toast = tellSettlement(order, { fills, explorerUrl });
    if (toast !== null) this.#options.show(toast);
  }

  #nonceSource() {
    return {
      state: async () => {
        const answer = await this.#connected().request({ type: 'get_nonces' });
        if (answer.type !== 'nonces_update') throw new Error('The exchange told no nonces.');
        const { epoch, next_one_shot: nextOneShotNonce } = answer.data;
        return { epoch, nextOneShotNonce };
      },
      reserve: async () => {
        const answer = await this.#connected().request({ type: 'reserve_nonces' });
        if (answer.type !== 'nonces_reserved') throw new Error('The exchange reserved no nonces.');
        return answer.data;
      },
    };
  }

  #signer(market: Market) {
    const { domain, now } = this.#options;
    if (this.#key === null || this.#nonces === null) {
      throw new RequestFailedError({ kind: 'not-sent' });
    }
    return { market, key: this.#key, domain, nonces: this.#nonces, now };
  }

  #connected(): StreamClient {
    if (this.#client === null) throw new RequestFailedError({ kind: 'not-sent' });
    return this.#client;
  }
}

async function prove(key: TradingKey, challenge: Challenge | null): Promise<AuthProof> {
  if (challenge === null) throw new Error('The exchange takes no trading keys now.');
  const { nonce, message } = challenge;
  const signature = await privateKeyToAccount(key.privateKey).signMessage({ message });
  return { address: key.address, signature, nonce };
}

function isStaleNonce(code: string | null): boolean {
  return (
    code === 'auth/nonce-used' || code === 'auth/nonce-not-reserved' || code === 'auth/wrong-epoch'
  );
}

function codeOf(error: unknown): string | null {
  const refused = error instanceof RequestFailedError && error.failure.kind === 'refused';
  return refused ? error.failure.error.error : null;
}

function faultOf(error: unknown): { code: string; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  const kind =
    error instanceof RequestFailedError ? `client/${error.failure.kind}` : 'client/failed';
  return { code: codeOf(error) ?? kind, message };
}
