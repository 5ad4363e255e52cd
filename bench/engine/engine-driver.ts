import {
  ALLOW_SELF_TRADE,
  BUY,
  type CancelOrder,
  decodeEvents,
  EngineState,
  execute,
  GTC,
  INDEX_PRICE,
  IOC,
  LAST_PRICE,
  LIMIT,
  MARKET,
  type MarketParameters,
  NO_TRIGGER,
  OPEN,
  type PlaceOrder,
  POST_ONLY_OFF,
} from '#server/engine/index.ts';
import type { Flow } from './flow.ts';
import { BATCH } from './measure-runs.ts';
import {
  CANCEL as STREAM_CANCEL,
  LIMIT as STREAM_LIMIT,
  MARKET as STREAM_MARKET,
} from './stream.ts';
import { HASH_START, hashNumber } from './stream-hash.ts';

const QUOTE = 0;
const BASE = 1;
/** Of each asset for each account; what two accounts hold stays within what custody may be. */
const FUNDS = 1e15;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What became of one market. */
export type MarketResult = { fills: number; fillHash: number };

/**
 * The whole engine driven by streams: commands as the journal would decode them, two funded accounts
 * for odd and even ids, fees on, events encoded and dropped after each batch.
 */
export class EngineDriver {
  readonly state: EngineState;
  readonly #flow: Flow;
  readonly #words: readonly Int32Array[];
  readonly #places: Int32Array;
  readonly #results: MarketResult[] | null;
  /** One object of each kind for each command of a batch. */
  readonly #orders = Array.from({ length: BATCH }, (): Mutable<PlaceOrder> => ({ ...BLANK }));
  readonly #cancels = Array.from({ length: BATCH }, (): Mutable<CancelOrder> => ({ ...NO_CANCEL }));
  readonly #commands: (PlaceOrder | CancelOrder)[] = [...this.#orders];

  /** @param options.listen - whether to work out the fills from the events, which takes long */
  constructor(flow: Flow, options: { readonly capacity: number; readonly listen: boolean }) {
    this.#flow = flow;
    this.#words = flow.workloads.map(({ stream }) => stream.words);
    this.#places = new Int32Array(flow.workloads.length);
    this.#results = options.listen
      ? flow.workloads.map(() => ({ fills: 0, fillHash: HASH_START }))
      : null;
    this.state = new EngineState({ capacity: options.capacity });
    open(this.state, flow.workloads.length);
  }

  /** Of each market; empty for a driver that does not listen. */
  get results(): readonly MarketResult[] {
    return (this.#results ?? []).map(({ fills, fillHash }) => ({
      fills,
      fillHash: fillHash >>> 0,
    }));
  }

  /** Decodes the next commands of a batch. */
  prepare(from: number, to: number): void {
    const { sequence } = this.#flow;
    for (let index = from; index < to; index += 1) {
      this.#commands[index - from] = this.#decode(sequence[index] as number, index - from);
    }
  }

  run(from: number, to: number): void {
    const commands = this.#commands;
    for (let index = 0; index < to - from; index += 1) {
      execute(this.state, commands[index] as PlaceOrder | CancelOrder);
    }
    if (this.#results !== null) this.#listen(this.#results);
    this.state.events.clear();
  }

  #decode(market: number, place: number): PlaceOrder | CancelOrder {
    const words = this.#words[market] as Int32Array;
    const at = this.#places[market] as number;
    this.#places[market] = at + 4;
    const id = (words[at] as number) >>> 0;
    const what = words[at + 3] as number;
    const kind = what & 255;
    const command = kind === STREAM_CANCEL ? this.#cancels[place] : this.#orders[place];
    const named = command as Mutable<PlaceOrder> | Mutable<CancelOrder>;
    named.seq = this.state.seq + 1 + place;
    named.account = 1 + (id & 1);
    named.orderId = id * this.#words.length + market;
    if (named.kind === 'cancel') return named;
    named.market = market + 1;
    named.side = ((what >> 8) & 1) as PlaceOrder['side'];
    named.type = kind === STREAM_MARKET ? MARKET : LIMIT;
    named.timeInForce = kind === STREAM_LIMIT ? GTC : IOC;
    named.price = words[at + 1] as number;
    named.quantity = words[at + 2] as number;
    return named;
  }

  #listen(results: MarketResult[]): void {
    const markets = this.#words.length;
    for (const event of decodeEvents(this.state.events)) {
      if (event.kind === 'rejected') throw new Error(`order ${event.orderId}: ${event.code}`);
      if (event.kind !== 'trade') continue;
      const result = results[event.market - 1];
      if (result === undefined) throw new Error(`a trade in market ${event.market}`);
      const [maker, taker] = [event.makerOrderId, event.takerOrderId].map((id) =>
        Math.floor(id / markets),
      ) as [number, number];
      for (const value of [maker, taker, event.price, event.quantity]) {
        result.fillHash = hashNumber(result.fillHash, value);
      }
      result.fills += 1;
    }
  }
}

/** Two funded accounts and so many open markets with a reference price, whose band hinders nobody. */
function open(state: EngineState, markets: number): void {
  const stamp = () => ({ seq: state.seq + 1, time: 0 });
  for (const account of [1, 2]) {
    const address = `0x${String(account).padStart(40, '0')}`;
    execute(state, { ...stamp(), kind: 'open-account', account, address });
    for (const asset of [QUOTE, BASE]) {
      const funds = { account, asset, amount: FUNDS, source: 0, sourceSeq: state.seq };
      execute(state, { ...stamp(), kind: 'deposit', ...funds });
    }
  }
  for (let market = 1; market <= markets; market += 1) {
    execute(state, { ...stamp(), kind: 'list-market', ...PARAMETERS, market });
    execute(state, { ...stamp(), kind: 'set-market-state', market, state: OPEN });
    const reference = { market, source: INDEX_PRICE, price: REFERENCE } as const;
    execute(state, { ...stamp(), kind: 'set-price', ...reference });
  }
  for (const event of decodeEvents(state.events)) {
    if (event.kind === 'rejected') throw new Error(`opening: ${event.code}`);
  }
  state.events.clear();
}

/** So that a band of a thousandfold has room for the prices of every stream. */
const REFERENCE = 1_000_000;

const PARAMETERS: MarketParameters = {
  market: 1,
  baseAsset: BASE,
  quoteAsset: QUOTE,
  unitsPerLot: 10_000,
  k: 1,
  makerFeePpm: 200,
  takerFeePpm: 500,
  bandPpm: 1_000_000_000,
  minNotional: 1,
  maxQuantity: 1_000_000,
  maxOpenOrders: 10_000_000,
  allowSelfTrade: true,
};

const NO_CANCEL: CancelOrder = {
  kind: 'cancel',
  seq: 0,
  time: 0,
  account: 1,
  orderId: 0,
  clientOrderId: 0,
};

const BLANK: PlaceOrder = {
  kind: 'place',
  seq: 0,
  time: 0,
  account: 1,
  market: 1,
  orderId: 0,
  clientOrderId: 0,
  side: BUY,
  type: LIMIT,
  timeInForce: GTC,
  price: 0,
  quantity: 0,
  displayQuantity: 0,
  postOnly: POST_ONLY_OFF,
  reduceOnly: false,
  selfTrade: ALLOW_SELF_TRADE,
  trigger: NO_TRIGGER,
  triggerBy: LAST_PRICE,
  triggerPrice: 0,
  expiry: 0,
  takeProfit: null,
  stopLoss: null,
  authority: null,
  signature: null,
};
