import { describe, expect, it } from 'vitest';
import type { Fill } from '#lib/domain/fill.ts';
import type { Market } from '#lib/domain/market.ts';
import { isLive, type Order } from '#lib/domain/order.ts';
import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import { CommandGenerator } from '#scripts/simulator/command-generator.ts';
import { isProfileName, simulationProfiles } from '#scripts/simulator/simulation-profile.ts';
import {
  decodeEvents,
  type EngineEvent,
  EngineState,
  EngineView,
  execute,
  type LegView,
  NO_TRIGGER,
  type OrderView,
  openOrdersOf,
  parentView,
  SELL,
} from '#server/engine/index.ts';
import { AccountActivity } from './account-activity.ts';
import type { AccountUpdate } from './account-update.ts';
import { engineActivity } from './engine-activity.ts';

/** A subset with each run of the tests; `npm run soak` takes its time. A failing seed is in the message. */
const SOAK = process.env.SOAK === '1';
const RUNS = SOAK ? 20 : 2;
const COMMANDS = SOAK ? 4_000 : 800;
const RESTART_EVERY = 200;
const KEPT = { perAccount: 10_000, total: 1_000_000 };
const profiles = Object.keys(simulationProfiles).filter(isProfileName);

/** The engine, with its orders followed from its events alone. */
class FollowedEngine {
  readonly state = new EngineState();
  readonly view = new EngineView(this.state);
  readonly #generator: CommandGenerator;
  /** What fills of an order were worth, counted from the trades. */
  readonly quantaOf = new Map<number, number>();
  readonly updates: AccountUpdate[] = [];
  /** Live orders of each account as somebody knows them who is told updates only. */
  readonly told = new Map<number, Map<number, Order>>();
  activity = this.#follow();
  seq = 0;

  constructor(seed: number, profile: (typeof profiles)[number]) {
    this.#generator = new CommandGenerator(seed, simulationProfiles[profile]);
  }

  step(): void {
    const command = this.#generator.next(this.view);
    this.state.events.clear();
    execute(this.state, command);
    this.seq = command.seq;
    const events = decodeEvents(this.state.events);
    this.updates.length = 0;
    this.activity.take({ seq: command.seq, timeMs: command.time, events });
    this.activity.settle();
    this.#countQuanta(events);
  }

  accounts(): number[] {
    return Array.from({ length: this.view.accountCount }, (_, account) => account);
  }

  /** A new process: what was projected is stored, and the engine says what is open. */
  restart(): void {
    const before = this.activity;
    this.activity = this.#follow();
    const orders = this.accounts().flatMap((account) =>
      [...before.doneOrders(account, KEPT.perAccount).reverse(), ...before.openOrders(account)].map(
        (order) => ({
          account,
          market: Number(order.symbol),
          clientOrderNumber: Number(order.clientOrderId ?? 0),
          order,
        }),
      ),
    );
    this.activity.restore({ orders, fills: [] });
    this.activity.reconcile(engineActivity(this.state));
    for (const account of this.accounts()) {
      expect(this.activity.openOrders(account)).toEqual(before.openOrders(account));
      expect(this.activity.doneOrders(account, 50)).toEqual(before.doneOrders(account, 50));
    }
  }

  #follow(): AccountActivity {
    const activity = new AccountActivity({
      marketOf: (id) => this.#marketOf(id),
      clientOrderIdOf: ({ number }) => String(number),
      kept: KEPT,
      findParents: (orderIds) => orderIds.flatMap((id) => parentView(this.state, id) ?? []),
      refused: { perAccount: 3, total: 9, perMinute: 5 },
    });
    activity.onUpdate((update) => {
      this.updates.push(update);
      this.#tell(update);
    });
    return activity;
  }

  #tell({ account, orders }: AccountUpdate): void {
    const told = this.told.get(account) ?? new Map<number, Order>();
    this.told.set(account, told);
    for (const { order } of orders) {
      // The generator gives ids of orders that are done again, to legs too.
      if (order.status === 'pending') this.quantaOf.delete(order.orderId);
      if (isLive(order.status)) told.set(order.orderId, order);
      else told.delete(order.orderId);
    }
  }

  /** Of a market only what orders and fills need; its number is its symbol. */
  #marketOf(id: number): Market {
    const { k } = this.state.listed(id).parameters;
    return { id, symbol: String(id), base: `base ${id}`, quote: `quote ${id}`, k } as Market;
  }

  #countQuanta(events: readonly EngineEvent[]): void {
    for (const event of events) {
      // The generator gives ids of orders that are done again, as no sequencer does.
      if (event.kind === 'accepted' || event.kind === 'activated') {
        this.quantaOf.delete(event.orderId);
      }
      if (event.kind !== 'trade') continue;
      const quanta = event.price * event.quantity * this.#marketOf(event.market).k;
      for (const orderId of [event.makerOrderId, event.takerOrderId]) {
        this.quantaOf.set(orderId, (this.quantaOf.get(orderId) ?? 0) + quanta);
      }
    }
  }
}

/** What of an order both the engine and its owner know. */
function known(order: Order) {
  const waiting = order.status === 'waiting';
  return {
    orderId: order.orderId,
    clientOrderId: Number(order.clientOrderId ?? 0),
    symbol: order.symbol,
    side: order.side,
    priceTicks: order.priceTicks,
    quantityLots: order.quantityLots,
    displayLots: order.displayLots ?? 0,
    filledLots: order.filledLots,
    triggerTicks: waiting ? order.triggerTicks : 0,
    expiresMs: order.expiresMs,
    postOnly: order.postOnly,
    status: order.status,
  };
}

function engineSays(view: OrderView): ReturnType<typeof known> {
  const waiting = view.trigger !== NO_TRIGGER;
  const filled = view.filled > 0 ? 'partial' : 'open';
  return {
    orderId: view.orderId,
    clientOrderId: view.clientOrderId,
    symbol: String(view.market),
    side: view.side === SELL ? 'sell' : 'buy',
    priceTicks: view.price,
    quantityLots: view.filled + view.visible + view.hidden,
    displayLots: Math.min(view.display, view.filled + view.visible + view.hidden),
    filledLots: view.filled,
    triggerTicks: waiting ? view.triggerPrice : 0,
    expiresMs: view.expiry,
    postOnly: view.postOnly !== 0,
    status: waiting ? 'waiting' : filled,
  };
}

/** What of a leg that waits both the engine and its owner know. */
function knownLeg({ orderId, parentId, side, siblingId = 0, ...leg }: Order) {
  const { priceTicks, triggerTicks, quantityLots, expiresMs } = leg;
  return { orderId, parentId, side, siblingId, priceTicks, triggerTicks, quantityLots, expiresMs };
}

function legsSaid({ takeProfit, stopLoss, ...view }: OrderView): ReturnType<typeof knownLeg>[] {
  const of = (leg: LegView | null, sibling: LegView | null): ReturnType<typeof knownLeg>[] => {
    if (leg === null) return [];
    return [
      {
        orderId: leg.orderId,
        parentId: view.orderId,
        side: view.side === SELL ? 'buy' : 'sell',
        siblingId: sibling?.orderId ?? 0,
        priceTicks: leg.price,
        triggerTicks: leg.triggerPrice,
        quantityLots: view.filled + view.visible + view.hidden,
        expiresMs: leg.expiry,
      },
    ];
  };
  return [...of(takeProfit, stopLoss), ...of(stopLoss, takeProfit)];
}

function byId(one: { readonly orderId: number }, other: { readonly orderId: number }): number {
  return one.orderId - other.orderId;
}

function sum(fills: readonly Fill[]): number {
  return fills.reduce((lots, { quantityLots }) => lots + quantityLots, 0);
}

function compare(engine: FollowedEngine, where: string): void {
  for (const account of engine.accounts()) {
    const orders = engine.activity.openOrders(account);
    const views = openOrdersOf(engine.state, account);
    const active = orders.filter(({ status }) => status !== 'pending');
    expect(active.map(known), where).toEqual(views.map(engineSays));
    const legs = orders.filter(({ status }) => status === 'pending');
    expect(legs.map(knownLeg), where).toEqual(views.flatMap(legsSaid).sort(byId));
    const told = [...(engine.told.get(account)?.values() ?? [])];
    expect(
      told.sort((one, other) => one.orderId - other.orderId),
      where,
    ).toEqual(orders);
    expect(engine.activity.cancelAtMs(account) ?? 0, where).toBe(engine.view.deadline(account));
  }
  for (const { account, seq, orders } of engine.updates) {
    expect(seq, where).toBe(engine.seq);
    const open = new Set(engine.activity.openOrders(account).map(({ orderId }) => orderId));
    for (const { order, event, fills } of orders) {
      expect(sum(fills), where).toBeLessThanOrEqual(order.filledLots);
      if (!open.has(order.orderId)) expect(event, where).toBe(order.status);
      const quanta = engine.quantaOf.get(order.orderId) ?? 0;
      expect(order.filledQuanta, where).toBe(Math.min(quanta, MAX_QUANTA));
      expect(isLive(order.status), where).toBe(open.has(order.orderId));
      if (order.status === 'filled') expect(order.filledLots, where).toBe(order.quantityLots);
    }
  }
}

describe('orders projected from events, on random commands', () => {
  it.each(profiles)(
    'are those of the engine after every command, profile %s',
    (profile) => {
      for (let seed = 1; seed <= RUNS; seed += 1) {
        const engine = new FollowedEngine(seed, profile);
        for (let count = 1; count <= COMMANDS; count += 1) {
          engine.step();
          compare(engine, `seed ${seed}, command ${count}`);
          if (count % RESTART_EVERY === 0) engine.restart();
        }
      }
    },
    600_000,
  );
});
