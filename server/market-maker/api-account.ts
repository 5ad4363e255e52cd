import WebSocket from 'ws';
import type { Clock } from '#lib/client/clock.ts';
import { RequestFailedError } from '#lib/client/pending-requests.ts';
import type { SocketConstructor } from '#lib/client/socket-like.ts';
import { createStreamClient, type StreamClient } from '#lib/client/stream-client.ts';
import { isLive, type Order } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { encodeOrderRequest } from '#lib/protocol/wire-order-request.ts';

export type ApiAccountOptions = {
  /** Address of the exchange's socket. */
  readonly url: string;
  /** The trading key: its address, and its private key as 0x and 64 hexadecimal digits. */
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly clock?: Clock;
  /** Default: that of `ws`. */
  readonly WebSocketImpl?: SocketConstructor;
  /** What the exchange refuses, for the log. */
  readonly onRefusal: (code: string, message: string) => void;
};

/** An account of the exchange as any client of its interface has it: open orders, balances, requests. */
export class ApiAccount {
  readonly #client: StreamClient;
  readonly #options: ApiAccountOptions;
  readonly #orders = new Map<number, Order>();
  readonly #holdings = new Map<string, Quanta>();
  #hasOrders = false;
  #hasHoldings = false;

  constructor(options: ApiAccountOptions) {
    // Of the socket that Node programs use no more is needed than of a browser's.
    const { url, apiKey, apiSecret, clock, WebSocketImpl = WebSocket } = options;
    this.#options = options;
    const client = createStreamClient({
      url,
      WebSocketImpl,
      ...(clock === undefined ? {} : { clock }),
      wakeEvents: () => () => undefined,
    });
    this.#client = client;
    client.identify(() => Promise.resolve({ apiKey, apiSecret }));
    client.onIdentity(() => this.#identityChanged());
    client.subscribeOrders(({ data }) => {
      if (data.kind === 'all') this.#setOrders(data.orders);
      else this.#setOrder(data.order);
    });
    client.subscribeBalances(({ data }) => {
      for (const { asset, available, locked } of data)
        this.#holdings.set(asset, available + locked);
      this.#hasHoldings = true;
    });
  }

  /**
   * Whether orders and balances are known and requests will be answered. What is known outlives a
   * connection: on the next one the exchange tells what was missed, or all of it.
   */
  get isReady(): boolean {
    const isKnown = this.#client.identity().status === 'known';
    return isKnown && this.#hasOrders && this.#hasHoldings;
  }

  get openOrders(): readonly Order[] {
    return [...this.#orders.values()];
  }

  /** Quanta of each asset, those in open orders included. */
  get holdings(): ReadonlyMap<string, Quanta> {
    return new Map(this.#holdings);
  }

  /** Whether the order was taken. */
  async place(request: OrderRequest): Promise<boolean> {
    return await this.#ask(async () => {
      const order = encodeOrderRequest(request);
      const answer = await this.#client.request({ type: 'place_order', order });
      if (answer.type !== 'order_update') return;
      this.#setOrder(answer.data.order);
      const { event, order: placed } = answer.data;
      if (event === 'rejected')
        this.#options.onRefusal(placed.reason ?? '', 'an order was refused');
    });
  }

  async cancel(orderId: number): Promise<boolean> {
    return await this.#ask(() => this.#client.request({ type: 'cancel_order', order_id: orderId }));
  }

  async cancelAll(symbol?: string): Promise<boolean> {
    const market = symbol === undefined ? {} : { symbol };
    return await this.#ask(() => this.#client.request({ type: 'cancel_all', ...market }));
  }

  /** Lets the exchange cancel everything unless this is called again in time. */
  async stayAlive(afterMs: number): Promise<boolean> {
    return await this.#ask(() => this.#client.request({ type: 'cancel_all', after_ms: afterMs }));
  }

  close(): void {
    this.#client.close();
  }

  async #ask(request: () => Promise<unknown>): Promise<boolean> {
    try {
      await request();
      return true;
    } catch (error) {
      if (!(error instanceof RequestFailedError)) throw error;
      const { failure } = error;
      const code = failure.kind === 'refused' ? failure.error.error : failure.kind;
      this.#options.onRefusal(code, error.message);
      return false;
    }
  }

  #identityChanged(): void {
    const identity = this.#client.identity();
    if (identity.status === 'refused') this.#options.onRefusal(identity.code, identity.message);
  }

  #setOrders(orders: readonly Order[]): void {
    this.#orders.clear();
    for (const order of orders) this.#setOrder(order);
    this.#hasOrders = true;
  }

  #setOrder(order: Order): void {
    if (isLive(order.status)) this.#orders.set(order.orderId, order);
    else this.#orders.delete(order.orderId);
  }
}
