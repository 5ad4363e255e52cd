import { ok } from 'node:assert/strict';
import {
  ASSETS,
  BUY,
  type Command,
  checkState,
  decodeEvents,
  type EngineEvent,
  EngineState,
  EngineView,
  encodeState,
  execute,
  LIMIT,
  type ListMarket,
  NO_TRIGGER,
  OPEN,
  type OrderView,
  POST_ONLY,
  RISING,
} from '#server/engine/index.ts';
import { BASE, CommandBuilder, QUOTE } from '../simulator/command-builder.ts';
import { describeEvents } from '../simulator/describe-events.ts';
import { parseCommand } from './spoken-commands.ts';

const ACCOUNTS = [1, 2, 3];

/** Quanta of either asset that each account of `SpokenExchange.open` has. */
export const FUNDS = 1_000_000;

const sourceNames = ['last', 'mark', 'index'];

/** Commands as sentences, or as they are. */
type Spoken = string | Command;

/**
 * The engine for tables: it is told commands in words (`parseCommand`) and answers in words. After
 * every command it checks what must always hold: a refused or repeated command says nothing else and
 * leaves every byte of the state as it was; money is conserved; no book that matches is crossed; the
 * engine's own invariants hold.
 */
export class SpokenExchange {
  readonly build: CommandBuilder;
  readonly state: EngineState;
  readonly view: EngineView;
  /** What the last command did. */
  events: readonly EngineEvent[] = [];
  #bytes: Uint8Array;

  /** Without accounts and markets; or one that goes on with a state, and its commands' numbers. */
  constructor(state = new EngineState(), build = new CommandBuilder()) {
    this.state = state;
    this.build = build;
    this.view = new EngineView(state);
    this.#bytes = encodeState(this.view);
  }

  /** Three funded accounts and market 1, open; with its parameters, as far as they matter. */
  static open(parameters: Partial<ListMarket> = {}): SpokenExchange {
    const exchange = SpokenExchange.preOpen(parameters);
    exchange.say('market open');
    return exchange;
  }

  /** The same before its market opens. */
  static preOpen(parameters: Partial<ListMarket> = {}): SpokenExchange {
    const exchange = new SpokenExchange();
    const { build } = exchange;
    for (const account of ACCOUNTS) {
      exchange.say(build.openAccount());
      exchange.say(build.deposit({ account, asset: BASE, amount: FUNDS }));
      exchange.say(build.deposit({ account, asset: QUOTE, amount: FUNDS }));
    }
    exchange.say(build.listMarket(parameters));
    return exchange;
  }

  /** Executes commands; gives what all of them did, in words. */
  say(...spoken: readonly Spoken[]): string[] {
    return spoken.flatMap((words) => {
      const command = typeof words === 'string' ? parseCommand(this.build, words) : words;
      this.#execute(command);
      return describeEvents(this.events);
    });
  }

  /** The state as it is hashed. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** A market's open orders: bids, asks, then what waits, as `sell 5 @ 101 #7`. */
  book(market = 1): string[] {
    const lines: string[] = [];
    this.view.visitOrders(market, (order) => lines.push(describeOrder(order)));
    return lines;
  }

  /** What an account has, as `base 10 + 2 locked, quote 5`. */
  funds(account: number): string {
    const part = (name: string, asset: number) => {
      const locked = this.view.locked(account, asset);
      const rest = locked === 0 ? '' : ` + ${locked} locked`;
      return `${name} ${this.view.available(account, asset)}${rest}`;
    };
    return `${part('base', BASE)}, ${part('quote', QUOTE)}`;
  }

  /** An open order of market 1, or nothing. */
  order(orderId: number): OrderView | null {
    let found: OrderView | null = null;
    this.view.visitOrders(1, (order) => {
      if (order.orderId === orderId) found = order;
    });
    return found;
  }

  #execute(command: Command): void {
    const { events } = this.state;
    events.clear();
    execute(this.state, command);
    this.events = decodeEvents(events);
    const before = this.#bytes;
    this.#bytes = encodeState(this.view);
    if (this.events.some(({ kind }) => kind === 'rejected' || kind === 'duplicate')) {
      ok(this.events.length === 1, 'a refused command did something else');
      ok(Buffer.compare(before, this.#bytes) === 0, 'a refused command changed the state');
    }
    checkState(this.state);
    checkView(this.view);
  }
}

/** Money is conserved and no book is crossed, seen from outside. */
function checkView(view: EngineView): void {
  for (let asset = 0; asset < ASSETS; asset += 1) {
    let sum = 0;
    for (let account = 0; account < view.accountCount; account += 1) {
      sum += view.available(account, asset) + view.locked(account, asset);
    }
    ok(sum === view.custody(asset), `balances of asset ${asset} do not sum to its custody`);
  }
  for (const { parameters, state } of view.markets()) {
    if (state !== OPEN && state !== POST_ONLY) continue;
    ok(!isCrossed(view, parameters.market), `market ${parameters.market} is crossed`);
  }
}

function isCrossed(view: EngineView, market: number): boolean {
  let bid = 0;
  let ask = Number.POSITIVE_INFINITY;
  view.visitOrders(market, ({ side, price, trigger }) => {
    if (trigger !== NO_TRIGGER) return;
    if (side === BUY) bid = Math.max(bid, price);
    else ask = Math.min(ask, price);
  });
  return bid >= ask;
}

function describeOrder(order: OrderView): string {
  const side = order.side === BUY ? 'buy' : 'sell';
  const hidden = order.hidden === 0 ? '' : ` + ${order.hidden} hidden`;
  const type = order.type === LIMIT ? '' : ' market';
  const condition = order.trigger === RISING ? '>=' : '<=';
  const trigger =
    order.trigger === NO_TRIGGER
      ? ''
      : ` when ${sourceNames[order.triggerBy]} ${condition} ${order.triggerPrice}`;
  return `${side} ${order.visible}${hidden} @${type} ${order.price} #${order.orderId}${trigger}`;
}
