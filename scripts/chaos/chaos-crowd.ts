import { setTimeout as delay } from 'node:timers/promises';
import { RequestFailedError } from '#lib/client/pending-requests.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { CHAOS_MARKETS } from './chaos-settings.ts';
import type { ChaosUser } from './chaos-user.ts';

const TURN_MS = 15;
const DOLLAR = 1_000_000;
/** Ticks from its trigger that a stop must not trade beyond. */
const FAR = 200;
/** A thousandth. */
const SOME_BITCOIN = 100_000;

/** Everybody trades, changes, cancels and withdraws at random until they are told to rest. */
export class ChaosCrowd {
  readonly #users: readonly ChaosUser[];
  readonly #random: SeededRandom;
  #isTrading = false;
  #rest: Promise<void> = Promise.resolve();
  #names = 0;

  constructor(users: readonly ChaosUser[], random: SeededRandom) {
    this.#users = users;
    this.#random = random;
  }

  begin(): void {
    this.#isTrading = true;
    this.#rest = this.#lives();
    // Whoever tells them to rest hears of it.
    this.#rest.catch(() => undefined);
  }

  /** Resolves when nobody waits for an answer any more. */
  async rest(): Promise<void> {
    this.#isTrading = false;
    await this.#rest;
  }

  async #lives(): Promise<void> {
    const lives = await Promise.allSettled(this.#users.map(async (user) => await this.#live(user)));
    for (const life of lives) if (life.status === 'rejected') throw life.reason;
  }

  async #live(user: ChaosUser): Promise<void> {
    while (this.#isTrading) {
      await delay(TURN_MS * this.#random.between(1, 6));
      // Whose key was revoked has to go on with another one.
      if (user.isRefused) user.takeOwnKey();
      if (!user.isKnown) continue;
      try {
        await this.#turn(user);
      } catch (error) {
        // What is refused, or has no answer, is part of life.
        if (!(error instanceof RequestFailedError)) throw error;
      }
    }
  }

  async #turn(user: ChaosUser): Promise<void> {
    const random = this.#random;
    const what = random.weighted([
      ['cancel', 1],
      ['withdraw', 3],
      ['new-key', 1],
      ['own-key', 1],
      ['modify', 8],
      ['repeat', 8],
      ['receipt', 8],
      ['place', 70],
    ]);
    switch (what) {
      case 'cancel':
        return await user.cancelAll();
      case 'withdraw': {
        const isBitcoin = random.chance(0.3);
        const [asset, unit] = isBitcoin ? ['BTC', SOME_BITCOIN] : ['USDT', DOLLAR];
        return await user.withdraw(asset, random.between(1, 100) * unit);
      }
      case 'new-key':
        return await user.takeNewKey();
      case 'own-key':
        return user.takeOwnKey();
      case 'modify': {
        const order = random.pickAny(user.openOrders);
        if (order === null) return;
        return await user.modify(order, order.priceTicks + random.between(-6, 6));
      }
      case 'repeat':
        return await user.repeat();
      case 'receipt': {
        const wanted = random.pickAny(user.receipts.all(random.chance(0.3)));
        if (wanted !== null) await user.receipts.download(wanted);
        return;
      }
      default:
        return await user.place(this.#order());
    }
  }

  #order(): OrderRequest {
    const random = this.#random;
    const { symbol, mid, mostLots } = random.pick(CHAOS_MARKETS);
    const isOneShot = random.chance(0.4);
    const side = random.chance(0.5) ? 'buy' : 'sell';
    const crossing = random.between(0, 20) - (isOneShot ? 0 : 12);
    this.#names += 1;
    // One name in two is a number, and stands for itself.
    const name = random.chance(0.5) ? `${this.#names}` : `order-${this.#names}`;
    const priceTicks = mid + (side === 'buy' ? crossing : -crossing);
    return {
      symbol,
      side,
      type: 'limit',
      timeInForce: isOneShot ? 'IOC' : 'GTC',
      priceTicks,
      quantityLots: random.between(5, mostLots),
      triggerTicks: 0,
      displayLots: 0,
      postOnly: false,
      reduceOnly: false,
      expiresMs: 0,
      clientOrderId: name,
      ...this.#legs(priceTicks, side === 'buy' ? 1 : -1),
      signed: null,
    };
  }

  /** A take-profit, a stop-loss, or both, near where others trade. */
  #legs(priceTicks: number, better: 1 | -1): Pick<OrderRequest, 'takeProfit' | 'stopLoss'> {
    const random = this.#random;
    if (!random.chance(0.35)) return { takeProfit: null, stopLoss: null };
    const which = random.pick(['profit', 'loss', 'both'] as const);
    const triggerTicks = priceTicks - better * random.between(1, 8);
    const type = random.chance(0.5) ? 'stop' : 'stop_limit';
    const slack = type === 'stop' ? FAR : random.between(0, 10);
    const takeProfit = {
      type: 'limit',
      priceTicks: priceTicks + better * random.between(1, 8),
      triggerTicks: 0,
      signed: null,
    } as const;
    const stopLoss = {
      type,
      priceTicks: triggerTicks - better * slack,
      triggerTicks,
      signed: null,
    } as const;
    return {
      takeProfit: which === 'loss' ? null : takeProfit,
      stopLoss: which === 'profit' ? null : stopLoss,
    };
  }
}
