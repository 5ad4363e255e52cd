import type { Clock } from '#lib/client/clock.ts';
import type { Market } from '#lib/domain/market.ts';
import type { ApiAccount } from '../api-account.ts';
import { plainRequest } from '../plain-request.ts';
import { nextTake, type TakeRules } from './next-take.ts';

export type SimulatedTakerOptions = {
  readonly account: Pick<ApiAccount, 'isReady' | 'place'>;
  readonly rules: TakeRules;
  /** Ticks; 0 = none is known, then nothing is taken. */
  readonly price: (market: Market) => number;
  /** Numbers from 0 up to 1. */
  readonly random: () => number;
  readonly clock: Clock;
};

/**
 * A trader of the development network who buys and sells at the market now and then, so that books,
 * trades and charts move. What it does means nothing, and the exchange says so wherever it shows.
 */
export class SimulatedTaker {
  readonly #options: SimulatedTakerOptions;
  #cancelTimer: () => void = () => undefined;
  #isStopped = false;

  constructor(options: SimulatedTakerOptions) {
    this.#options = options;
  }

  /** Begins; the first take comes after a pause. */
  start(): void {
    this.#wait(this.#options.rules.meanPauseMs);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
  }

  #wait(pauseMs: number): void {
    if (this.#isStopped) return;
    this.#cancelTimer = this.#options.clock.after(pauseMs, () => {
      void this.#take();
    });
  }

  async #take(): Promise<void> {
    const { account, rules, price, random } = this.#options;
    const take = account.isReady ? nextTake(rules, { random, priceTicks: price }) : null;
    if (take !== null) {
      const { market, side, quantityLots } = take;
      await account.place({
        ...plainRequest,
        symbol: market.symbol,
        side,
        type: 'market',
        timeInForce: 'IOC',
        priceTicks: 0,
        quantityLots,
        postOnly: false,
        clientOrderId: null,
      });
    }
    this.#wait(take?.pauseMs ?? rules.meanPauseMs);
  }
}
