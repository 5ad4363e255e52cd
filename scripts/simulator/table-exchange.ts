import type { Command, ListMarket, OrderView, StateView } from '#server/engine/index.ts';
import { BASE, CommandBuilder, QUOTE } from './command-builder.ts';
import { EngineComparison } from './compare-engines.ts';
import { describeEvents } from './describe-events.ts';
import { printDifference } from './print-commands.ts';

const ACCOUNTS = [1, 2, 3];
const FUNDS = 1_000_000;

/**
 * An exchange for tables: three funded accounts and one open market, unless it is told otherwise. The
 * tables are written for the reference; the engine runs beside it and must say the same.
 */
export class TableExchange {
  readonly build = new CommandBuilder();
  readonly #comparison = new EngineComparison();

  /** With the market's parameters, as far as they matter. */
  static open(parameters: Partial<ListMarket> = {}): TableExchange {
    const exchange = TableExchange.preOpen(parameters);
    exchange.run(exchange.build.setMarketState());
    return exchange;
  }

  /** The same before its market opens. */
  static preOpen(parameters: Partial<ListMarket> = {}): TableExchange {
    const exchange = new TableExchange();
    const { build } = exchange;
    for (const account of ACCOUNTS) {
      exchange.run(build.openAccount());
      exchange.run(build.deposit({ account, asset: BASE, amount: FUNDS }));
      exchange.run(build.deposit({ account, asset: QUOTE, amount: FUNDS }));
    }
    exchange.run(build.listMarket(parameters));
    return exchange;
  }

  /** What the last of these commands caused, in words. */
  run(...commands: readonly [Command, ...Command[]]): string[] {
    let told: string[] = [];
    for (const command of commands) {
      const { events, difference } = this.#comparison.execute(command);
      const found = difference ?? this.#comparison.compareStates(command);
      if (found !== null) throw new Error(printDifference(found));
      told = describeEvents(events);
    }
    return told;
  }

  /** What the reference shows. */
  get view(): StateView {
    return this.#comparison.reference;
  }

  /** What one account has: base available and locked, quote available and locked. */
  funds(account: number): readonly number[] {
    return [BASE, QUOTE].flatMap((asset) => [
      this.view.available(account, asset),
      this.view.locked(account, asset),
    ]);
  }

  /** An open order of market 1. */
  order(orderId: number): OrderView | null {
    let found: OrderView | null = null;
    this.view.visitOrders(1, (order) => {
      if (order.orderId === orderId) found = order;
    });
    return found;
  }
}
