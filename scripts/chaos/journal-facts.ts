import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { assets } from '#lib/domain/asset.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import { type Command, decodeEvents, type EngineState, SELL } from '#server/engine/index.ts';
import {
  JournalError,
  type JournalReader,
  joinedFiles,
  openJournalReader,
} from '#server/journal/index.ts';
import { Replica } from '#server/snapshot/index.ts';
import type { Flow } from './chain-facts.ts';
import { type BlockFact, BlockScribe } from './journal-blocks.ts';
import { type LegFact, LegScribe, type OpenOrderFact, openOrderFacts } from './leg-facts.ts';

/** An order as it was accepted. */
export type OrderFact = {
  /** Whose it is, lower case. */
  readonly address: string;
  readonly market: number;
  readonly sells: boolean;
  /** That it has had, ticks. */
  readonly prices: readonly number[];
  readonly lots: number;
  /** What the client calls it, as a number; 0 = none. */
  readonly name: number;
};

/** A side of a trade: who signed which nonce, and what it paid for being matched. */
export type SideFact = {
  readonly orderId: number;
  readonly address: string;
  readonly nonce: number;
  readonly fee: number;
};

export type TradeFact = {
  readonly id: number;
  readonly market: number;
  readonly price: number;
  readonly lots: number;
  readonly takerSells: boolean;
  readonly maker: SideFact;
  readonly taker: SideFact;
  /** Who took a side over, and whose. */
  readonly reassigned: readonly { readonly from: string; readonly to: string }[];
  readonly wasLeftOut: boolean;
  /** Neither side could be settled: it is undone, and the chain never hears of it. */
  readonly isAnnulled: boolean;
};

export type WithdrawalFact = Flow & { readonly nonce: number; readonly to: string };

/** What a journal says that happened, of one engine that executed it from its beginning. */
export type JournalFacts = {
  readonly orders: ReadonlyMap<number, OrderFact>;
  /** Take-profits and stop-losses. */
  readonly legs: ReadonlyMap<number, LegFact>;
  /** Orders that are open at its end, and legs that wait for one, by number. */
  readonly open: ReadonlyMap<number, OpenOrderFact>;
  /** What became durable together, in order. */
  readonly blocks: readonly BlockFact[];
  /** What was signed for each version of an order, by `<order> <command>`. */
  readonly signed: ReadonlyMap<string, Omit<SignedOrder, 'account'>>;
  readonly trades: readonly TradeFact[];
  /** Deposits that were credited. */
  readonly deposits: readonly (Flow & { readonly depositId: number })[];
  /** What left without the exchange. */
  readonly exits: readonly Flow[];
  readonly requested: readonly WithdrawalFact[];
  /** `<account> <nonce>`, each as often as it happened. */
  readonly paid: readonly string[];
  readonly returned: readonly string[];
  readonly settledBatches: number;
  /** Everybody's balances by asset, quanta, those that are locked included; the fees' under `fees`. */
  readonly balances: ReadonlyMap<string, readonly number[]>;
  readonly frozen: readonly string[];
};

/** The account of fees in the ledger. */
export const FEES = 'fees';

const LOOKS = 40;
const LOOK_MS = 25;

/** Reads a journal, which may be written meanwhile: up to its last whole block. */
export async function journalFacts(networkDir: string, network: string): Promise<JournalFacts> {
  const folder = join(networkDir, 'journal');
  const files = joinedFiles(folder, join(networkDir, 'journal-archive'));
  const reader = openJournalReader({ folder, network, files });
  const replica = new Replica(null);
  const scribe = new Scribe(replica.state);
  const blocks = new BlockScribe();
  try {
    for (let block = await next(reader); block !== null; block = await next(reader)) {
      blocks.begin(block);
      replica.apply(block, (command) => scribe.take(command, blocks));
    }
  } finally {
    reader.close();
  }
  return { ...scribe.facts(), blocks: blocks.blocks, signed: blocks.signed };
}

/** A block that is being written may look damaged, but not for long. */
async function next(reader: JournalReader): Promise<ReturnType<JournalReader['next']>> {
  for (let look = 1; ; look += 1) {
    try {
      return reader.next();
    } catch (error) {
      const mayPass = error instanceof JournalError && error.code === 'journal/damaged';
      if (!mayPass || look === LOOKS) throw error;
      await delay(LOOK_MS);
    }
  }
}

type Mutable<Fact> = { -readonly [Name in keyof Fact]: Fact[Name] };
type OpenTrade = Mutable<Omit<TradeFact, 'reassigned'>> & {
  reassigned: { from: string; to: string }[];
};
type Events = ReturnType<typeof decodeEvents>;
type Event = Events[number];

/** Writes down what commands did. */
class Scribe {
  readonly #state: EngineState;
  readonly #orders = new Map<number, OrderFact>();
  readonly #legs = new LegScribe();
  /** What was signed last for each order. */
  readonly #nonces = new Map<number, number>();
  readonly #trades: OpenTrade[] = [];
  readonly #deposits: JournalFacts['deposits'][number][] = [];
  readonly #exits: Flow[] = [];
  readonly #requested: WithdrawalFact[] = [];
  readonly #paid: string[] = [];
  readonly #returned: string[] = [];
  #settledBatches = 0;

  constructor(state: EngineState) {
    this.#state = state;
  }

  take(command: Command, blocks: BlockScribe): void {
    const { events } = this.#state;
    if (command.kind === 'place') this.#placed(command);
    for (const event of decodeEvents(events)) {
      this.#did(event, command);
      this.#legs.take(event, { command, trades: this.#trades.length });
      blocks.take(event, command);
    }
    events.clear();
  }

  facts(): Omit<JournalFacts, 'blocks' | 'signed'> {
    const { accounts, ledger } = this.#state;
    const balances = new Map<string, readonly number[]>();
    for (let account = 0; account < accounts.count; account += 1) {
      const quanta = assets.map(
        ({ id }) => ledger.available(account, id) + ledger.locked(account, id),
      );
      balances.set(account === 0 ? FEES : accounts.address(account), quanta);
    }
    const numbers = Array.from({ length: accounts.count }, (_, account) => account);
    return {
      orders: this.#orders,
      legs: this.#legs.legs,
      open: openOrderFacts(this.#state),
      trades: this.#trades,
      deposits: this.#deposits,
      exits: this.#exits,
      requested: this.#requested,
      paid: this.#paid,
      returned: this.#returned,
      settledBatches: this.#settledBatches,
      balances,
      frozen: numbers
        .filter((account) => accounts.isFrozen(account))
        .map((account) => accounts.address(account)),
    };
  }

  /** Its nonce has to be known before its own trades are. */
  #placed(command: Extract<Command, { kind: 'place' }>): void {
    for (const each of [command, command.takeProfit, command.stopLoss]) {
      if (each !== null && each.authority !== null)
        this.#nonces.set(each.orderId, each.authority.nonce);
    }
  }

  #did(event: Event, command: Command): void {
    if (event.kind === 'trade') this.#traded(event);
    else if (event.kind === 'accepted') this.#accepted(event);
    else if (event.kind === 'modified') this.#modified(event, command);
    else if (event.kind === 'trade-quarantined') this.#trade(event.tradeId).wasLeftOut = true;
    else if (event.kind === 'trade-reassigned') {
      const [from, to] = [this.#address(event.from), this.#address(event.to)];
      this.#trade(event.tradeId).reassigned.push({ from, to });
    } else if (event.kind === 'trade-annulled') this.#trade(event.tradeId).isAnnulled = true;
    else if (event.kind === 'batch-settled') this.#settledBatches += 1;
    else this.#money(event, command);
  }

  #accepted(event: Extract<Event, { kind: 'accepted' }>): void {
    this.#orders.set(event.orderId, {
      address: this.#address(event.account),
      market: event.market,
      sells: event.side === SELL,
      prices: [event.price],
      lots: event.quantity,
      name: event.clientOrderId,
    });
  }

  #modified({ orderId, price }: Extract<Event, { kind: 'modified' }>, command: Command): void {
    const order = this.#orders.get(orderId);
    // A leg's own facts are written down with the legs.
    if (order !== undefined) {
      this.#orders.set(orderId, { ...order, prices: [...order.prices, price] });
    }
    if (command.kind !== 'modify' || command.authority === null) return;
    this.#nonces.set(orderId, command.authority.nonce);
  }

  #traded(event: Extract<Event, { kind: 'trade' }>): void {
    this.#trades.push({
      id: event.tradeId,
      market: event.market,
      price: event.price,
      lots: event.quantity,
      takerSells: event.takerSide === SELL,
      maker: this.#side(event.makerOrderId, event.makerAccount, event.makerFee),
      taker: this.#side(event.takerOrderId, event.takerAccount, event.takerFee),
      reassigned: [],
      wasLeftOut: false,
      isAnnulled: false,
    });
  }

  #money(event: Event, command: Command): void {
    if (event.kind === 'deposited' && command.kind === 'deposit') {
      this.#deposits.push({ ...this.#flow(event), depositId: command.sourceSeq });
    } else if (event.kind === 'withdrawn') {
      this.#exits.push(this.#flow(event));
    } else if (event.kind === 'withdrawal-requested' && command.kind === 'request-withdrawal') {
      const { nonce, to } = command;
      this.#requested.push({ ...this.#flow(event), nonce, to });
    } else if (event.kind === 'withdrawal-paid') {
      this.#paid.push(`${this.#address(event.account)} ${event.nonce}`);
    } else if (event.kind === 'withdrawal-returned') {
      this.#returned.push(`${this.#address(event.account)} ${event.nonce}`);
    }
  }

  #flow(event: {
    readonly account: number;
    readonly asset: number;
    readonly amount: number;
  }): Flow {
    return { address: this.#address(event.account), asset: event.asset, quanta: event.amount };
  }

  #side(orderId: number, account: number, fee: number): SideFact {
    const nonce = this.#nonces.get(orderId) ?? 0;
    return { orderId, address: this.#address(account), nonce, fee };
  }

  #trade(tradeId: number): OpenTrade {
    const trade = this.#trades[tradeId - 1];
    if (trade === undefined) throw new Error(`there is no trade ${tradeId}`);
    return trade;
  }

  #address(account: number): string {
    return account === 0 ? FEES : this.#state.accounts.address(account);
  }
}
