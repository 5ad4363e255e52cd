import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import {
  type Authority,
  BUY,
  CANCEL_OLDEST,
  FOK,
  GTC,
  IOC,
  LAST_PRICE,
  LIMIT,
  MARKET,
  NO_TRIGGER,
  OPEN,
  type PlaceOrder,
  POST_ONLY_OFF,
  POST_ONLY_SLIDE,
  SELL,
  type Stamp,
} from './command.ts';
import { EngineState } from './engine-state.ts';
import { execute } from './execute.ts';
import { RANGE_NONCES } from './nonces.ts';

/** Long enough for every hot function to be compiled for good. */
const COMMANDS = 300_000;

const FAIR_PRICE = 30_000;
const FUNDS = 1e14;

/**
 * Runs a made-up market through an engine of its own, signed orders and rare branches included, so that the first real
 * command finds compiled code. It leaves nothing behind.
 */
export function warmUp(commands = COMMANDS): void {
  const state = new EngineState();
  const stamp = (): Stamp => ({ seq: state.seq + 1, time: 0 });
  openMarket(state, stamp);
  const order: Mutable<PlaceOrder> = { ...BLANK };
  const signatures = [SIGNATURE, SIGNATURE, { ...SIGNATURE, agent: 1 }].map((by) => ({ ...by }));
  let random = 1;
  for (let count = 0; count < commands; count += 1) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) | 0;
    const bits = random >>> 8;
    if (count % 256 === 255) state.events.clear();
    if ((bits & 7) < 3) cancelSome(state, stamp(), bits);
    else placeSome(state, order, { bits, signatures });
  }
}

function openMarket(state: EngineState, stamp: () => Stamp): void {
  for (const account of [1, 2, 3]) {
    execute(state, { ...stamp(), kind: 'open-account', account, address: `warm-up ${account}` });
    for (const asset of [0, 1]) {
      const to = { account, asset, amount: FUNDS, source: 0, sourceSeq: state.seq };
      execute(state, { ...stamp(), kind: 'deposit', ...to });
    }
  }
  execute(state, { ...stamp(), kind: 'approve-agent', ...AGENT });
  execute(state, { ...stamp(), kind: 'reserve-nonces', account: 1, agent: 0 });
  execute(state, { ...stamp(), kind: 'reserve-nonces', account: 2, agent: 1 });
  execute(state, { ...stamp(), kind: 'list-market', ...PARAMETERS });
  execute(state, { ...stamp(), kind: 'set-market-state', market: 1, state: OPEN });
  execute(state, { ...stamp(), kind: 'set-price', market: 1, source: 2, price: FAIR_PRICE });
}

function cancelSome(state: EngineState, stamp: Stamp, bits: number): void {
  const orderId = Math.max(1, state.seq - (bits % 4_096));
  const account = 1 + (orderId % 3);
  execute(state, { ...stamp, kind: 'cancel', account, orderId, clientOrderId: 0 });
}

/** Mostly passive limit orders; some cross, some are one-shot, hidden, post-only or with a trigger. */
function placeSome(
  state: EngineState,
  order: Mutable<PlaceOrder>,
  {
    bits,
    signatures,
  }: {
    readonly bits: number;
    /** By account: the owner's of account 1, an agent's of account 2; account 3 does not sign. */
    readonly signatures: readonly Mutable<Authority>[];
  },
): void {
  const kind = (bits >>> 3) & 31;
  const away = ((bits >>> 8) & 127) - (kind < 4 ? 130 : 0);
  order.seq = state.seq + 1;
  order.orderId = order.seq;
  order.account = 1 + (order.orderId % 3);
  order.side = (bits & 8) === 0 ? BUY : SELL;
  order.price = order.side === BUY ? FAIR_PRICE - away : FAIR_PRICE + away;
  order.quantity = 1 + ((bits >>> 12) & 63);
  order.type = kind === 4 ? MARKET : LIMIT;
  order.timeInForce = timeInForceOfKind(kind);
  order.displayQuantity = kind === 7 ? Math.min(8, order.quantity) : 0;
  order.postOnly = kind === 8 ? POST_ONLY_SLIDE : POST_ONLY_OFF;
  order.clientOrderId = kind > 27 ? order.seq : 0;
  const authority = signatures[order.account] ?? null;
  order.authority = authority;
  execute(state, order);
  if (authority !== null) nextNonce(state, order.account, authority);
}

function nextNonce(state: EngineState, account: number, authority: Mutable<Authority>): void {
  authority.nonce += 1;
  if (authority.nonce % RANGE_NONCES !== 0) return;
  const stamp = { seq: state.seq + 1, time: 0 };
  execute(state, { ...stamp, kind: 'reserve-nonces', account, agent: authority.agent });
}

function timeInForceOfKind(kind: number) {
  if (kind === 4 || kind === 5) return IOC;
  return kind === 6 ? FOK : GTC;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const PARAMETERS = {
  market: 1,
  baseAsset: 0,
  quoteAsset: 1,
  unitsPerLot: 10,
  k: 1,
  makerFeePpm: 200,
  takerFeePpm: 500,
  bandPpm: 100_000,
  minNotional: 1,
  maxQuantity: 1_000_000,
  maxOpenOrders: 1_000_000,
  allowSelfTrade: false,
} as const;

/** Of account 2. */
const AGENT = {
  account: 2,
  address: `0x${'a'.repeat(40)}`,
  expiry: 1,
  marketsLow: 2,
  marketsHigh: 0,
  maxNotional: MAX_QUANTA,
  nonce: 1,
  signature: null,
} as const;

const SIGNATURE: Authority = {
  agent: 0,
  nonce: RANGE_NONCES,
  epoch: 0,
  expiry: 1,
  maxFeePpm: 500,
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
  selfTrade: CANCEL_OLDEST,
  trigger: NO_TRIGGER,
  triggerBy: LAST_PRICE,
  triggerPrice: 0,
  expiry: 0,
  takeProfit: null,
  stopLoss: null,
  authority: null,
  signature: null,
};
