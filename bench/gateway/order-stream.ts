import { setImmediate as nextTurn } from 'node:timers/promises';
import { bytesToHex } from 'viem';
import { OrderHasher } from '#lib/chain/order-hasher.ts';
import { markets } from '#lib/domain/market.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { signableOrder } from '#lib/domain/signable-order.ts';
import { encodeOrderRequest } from '#lib/protocol/wire-order-request.ts';
import type { Curve } from '#server/auth/index.ts';
import { type BenchTrader, DOMAIN } from './bench-traders.ts';
import { clientFrame } from './raw-socket.ts';

export type OrderStreamOptions = {
  readonly traders: readonly BenchTrader[];
  /** In ticks; every order has this price, but for `spread`. */
  readonly price: number;
  /** What orders are signed with; `null` = the gateway is to sign them. */
  readonly curve: Curve | null;
  /** Where the reserved ranges of each trader's nonces begin, in their order. */
  readonly ranges: readonly (readonly number[])[];
};

/** Of the first market: some hundred dollars. */
const LOTS = 15;
const RANGE = 64;
const DAY_MS = 86_400_000;
const MAX_FEE_PPM = 500;
const [MARKET] = markets;

/**
 * Orders as they will be sent, signed before. Traders take turns; each rests an order, then takes what
 * others rest. The taking ones ask for twice as much, so that the book stays as short as it begins.
 */
export class OrderStream {
  readonly #options: OrderStreamOptions;
  readonly #hasher = new OrderHasher(DOMAIN);
  readonly #firstNonce = Date.now();
  readonly #expiresMs = (Math.floor(this.#firstNonce / 1_000) + 1) * 1_000 + DAY_MS;
  readonly #used: { resting: number; oneShot: number }[];
  #round = 0;

  constructor(options: OrderStreamOptions) {
    this.#options = options;
    this.#used = options.traders.map(() => ({ resting: 0, oneShot: 0 }));
  }

  /** Frames of the next orders; the first one is the first trader's. */
  async next(count: number): Promise<Buffer[]> {
    const frames: Buffer[] = [];
    const traders = this.#used.length;
    for (let made = 0; made < count; made += 1) {
      if (made % traders === 0) {
        this.#round += 1;
        // Connections that are open meanwhile are asked for signs of life.
        await nextTurn();
      }
      frames.push(await this.#trading(made % traders));
    }
    return frames;
  }

  /** Frames of orders that stay in the book below the price, each at another of `levels` prices. */
  async resting(count: number, levels: number): Promise<Buffer[]> {
    const frames: Buffer[] = [];
    for (let made = 0; made < count; made += 1) {
      const priceTicks = this.#options.price - 1 - (made % levels);
      const request = { ...order('buy', 'GTC'), priceTicks };
      frames.push(await this.#frame(made % this.#used.length, request));
    }
    return frames;
  }

  async #trading(trader: number): Promise<Buffer> {
    const round = this.#round;
    const rests = (trader + round) % 2 === 0;
    const [restingSide, takingSide] =
      (round >> 1) % 2 === 0 ? (['sell', 'buy'] as const) : (['buy', 'sell'] as const);
    const terms = rests ? order(restingSide, 'GTC') : order(takingSide, 'IOC');
    return await this.#frame(trader, { ...terms, priceTicks: this.#options.price });
  }

  async #frame(trader: number, unsigned: OrderRequest): Promise<Buffer> {
    const request = { ...unsigned, signed: await this.#signed(trader, unsigned) };
    const message = { type: 'place_order', order: encodeOrderRequest(request) };
    return clientFrame(JSON.stringify(message));
  }

  async #signed(trader: number, request: OrderRequest): Promise<OrderRequest['signed']> {
    const { traders, curve } = this.#options;
    const by = traders[trader];
    if (curve === null || by === undefined || MARKET === undefined) return null;
    const nonce = this.#nonce(trader, request.timeInForce === 'IOC');
    const expiry = this.#expiresMs / 1_000;
    const terms = { nonce, epoch: 0, expiry, maxFeePpm: MAX_FEE_PPM };
    const account = by.owner.address;
    const signable = signableOrder(request, { account, market: MARKET.id, by: terms });
    const signature = await curve.sign(this.#hasher.order(signable), by.agent.key);
    return { ...terms, signature: bytesToHex(signature) };
  }

  #nonce(trader: number, isOneShot: boolean): number {
    const used = this.#used[trader];
    if (used === undefined) throw new RangeError(`there is no trader ${trader}`);
    if (isOneShot) {
      used.oneShot += 1;
      return this.#firstNonce + used.oneShot;
    }
    const first = this.#options.ranges[trader]?.[Math.floor(used.resting / RANGE)];
    if (first === undefined) throw new RangeError(`trader ${trader} has no nonces left`);
    const nonce = first + (used.resting % RANGE);
    used.resting += 1;
    return nonce;
  }
}

function order(side: 'buy' | 'sell', timeInForce: 'GTC' | 'IOC'): OrderRequest {
  return {
    symbol: MARKET?.symbol ?? '',
    side,
    type: 'limit',
    timeInForce,
    priceTicks: 0,
    quantityLots: timeInForce === 'IOC' ? 2 * LOTS : LOTS,
    triggerTicks: 0,
    displayLots: 0,
    postOnly: false,
    reduceOnly: false,
    expiresMs: 0,
    clientOrderId: null,
    takeProfit: null,
    stopLoss: null,
    signed: null,
  };
}
