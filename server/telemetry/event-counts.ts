import { findMarketById } from '#lib/domain/market.ts';
import type { CommandEffects, Projection } from '#server/projection.ts';

/** What is counted, each by the labels that its counter has. */
export type EventCounters = {
  readonly orders: { inc(labels: { symbol: string }): void };
  readonly rejects: { inc(labels: { code: string }): void };
  readonly trades: { inc(labels: { symbol: string }): void };
};

/** Counts what durable commands did. */
export class EventCounts implements Projection {
  readonly #counters: EventCounters;

  constructor(counters: EventCounters) {
    this.#counters = counters;
  }

  take({ events }: CommandEffects): void {
    const { orders, rejects, trades } = this.#counters;
    for (const event of events) {
      if (event.kind === 'accepted') orders.inc({ symbol: symbolOf(event.market) });
      else if (event.kind === 'trade') trades.inc({ symbol: symbolOf(event.market) });
      else if (event.kind === 'rejected') rejects.inc({ code: event.code });
    }
  }

  settle(): void {
    // Nobody is told: counters are read when somebody asks.
  }
}

function symbolOf(market: number): string {
  return findMarketById(market)?.symbol ?? String(market);
}
