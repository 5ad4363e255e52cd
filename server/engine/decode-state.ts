import { MAX_LOTS, MAX_TICKS } from '#lib/domain/quanta.ts';
import { type Agent, MOST_AGENTS } from './agents.ts';
import { LAST_EPOCH } from './bump-epoch.ts';
import { ByteReader } from './byte-reader.ts';
import { factsFault, identityFault, signingFault } from './check-identity.ts';
import { settlementFault } from './check-settlement.ts';
import {
  DELISTED,
  INDEX_PRICE,
  MARKET,
  type MarketState,
  NO_TRIGGER,
  type OrderType,
  type PriceSource,
} from './command.ts';
import {
  END,
  encodeState,
  HAS_ASKED,
  HAS_DETAILS,
  HAS_STOP_LOSS,
  HAS_TAKE_PROFIT,
  STATE_VERSION,
} from './encode-state.ts';
import { EngineState, MARKETS } from './engine-state.ts';
import { EngineView } from './engine-view.ts';
import { ALL_REASONS } from './freeze-reason.ts';
import { ListedMarket } from './listed-market.ts';
import { type NonceRange, OPEN_RANGES } from './nonces.ts';
import { MOST_ACCOUNTS } from './open-account.ts';
import {
  marketOf,
  ORDER_BITS,
  RESTING,
  statusOf,
  triggerOf,
  WAITING,
  withStatus,
} from './order-flags.ts';
import { NONE } from './order-pool.ts';
import { detailsOf, enlist, pairUp, wait } from './orders.ts';
import { type KeyFact, MOST_KEY_FACTS, MOST_OWNERS, MOST_VOIDS } from './owner-facts.ts';
import { parkLeg } from './place-order.ts';
import { MOST_QUARANTINED, MOST_SET_APART, type TakenOver } from './settlement.ts';
import { ASSETS, type FactsView, type LegView, SOURCES } from './state-view.ts';
import { MOST_WITHDRAWALS, type PendingWithdrawal } from './withdrawals.ts';

/** Where the state goes on: its last command; and the secret of the process (`EngineState`). */
type Resumption = {
  readonly seq: number;
  readonly time: number;
  readonly hashSeed?: number;
};

/**
 * The engine's state out of the bytes of `encodeState`, ready for the command after `stamp`.
 *
 * @throws StateFormatError when the bytes are of another version, cut short or contradict themselves.
 */
export function decodeState(bytes: Uint8Array, stamp: Resumption): EngineState {
  try {
    const state = readState(new ByteReader(bytes), stamp);
    if (!isWrittenAs(state, bytes))
      throw new StateFormatError('it is not what its state is written as');
    return state;
  } catch (error) {
    if (error instanceof RangeError)
      throw new StateFormatError('it ends too early or holds an impossible number', {
        cause: error,
      });
    throw error;
  }
}

/** There is one way to write a state, so whatever is wrong with the bytes shows in writing it again. */
function isWrittenAs(state: EngineState, bytes: Uint8Array): boolean {
  const written = encodeState(new EngineView(state));
  if (written.length !== bytes.length) return false;
  for (let at = 0; at < written.length; at += 1) {
    if (written[at] !== bytes[at]) return false;
  }
  return true;
}

function readState(reader: ByteReader, stamp: Resumption): EngineState {
  const version = reader.word();
  if (version !== STATE_VERSION) {
    throw new StateFormatError(`it has version ${version}, version ${STATE_VERSION} is understood`);
  }
  const state = new EngineState({ hashSeed: stamp.hashSeed ?? 0 });
  state.seq = stamp.seq;
  state.time = stamp.time;
  state.tradeCount = reader.long();
  const custody = Array.from({ length: ASSETS }, () => reader.long());
  for (let source = 0; source < SOURCES; source += 1) {
    const isKnown = reader.word(1) === 1;
    state.sourceSeqs[source] = isKnown ? reader.long() : -1;
  }
  readSettlement(reader, state);
  readAccounts(reader, state);
  refuseFault(settlementFault(state));
  for (let account = 0; account < state.accounts.count; account += 1) {
    refuseFault(identityFault(state, account));
  }
  for (let left = reader.word(MOST_OWNERS); left > 0; left -= 1) readStranger(reader, state);
  for (let left = reader.word(MARKETS); left > 0; left -= 1) readMarket(reader, state);
  const conserved = custody.every((amount, asset) => amount === state.ledger.custody(asset));
  if (!conserved) throw new StateFormatError('its balances do not sum to what is in custody');
  if (!reader.isAtEnd) throw new StateFormatError('more follows its end');
  return state;
}

function readSettlement(reader: ByteReader, { settlement }: EngineState): void {
  settlement.batch = reader.long();
  settlement.through = reader.long();
  for (let left = reader.word(MOST_QUARANTINED); left > 0; left -= 1) {
    settlement.quarantine(reader.long());
  }
  const takenOver: TakenOver[] = [];
  for (let left = reader.word(MOST_SET_APART); left > 0; left -= 1) {
    takenOver.push({ tradeId: reader.long(), account: reader.word(MAX_LOTS, 1) });
  }
  const annulled: number[] = [];
  for (let left = reader.word(MOST_SET_APART); left > 0; left -= 1) annulled.push(reader.long());
  settlement.restore({ takenOver, annulled });
}

function refuseFault(fault: string | null): void {
  if (fault !== null) throw new StateFormatError(fault);
}

function readAccounts(reader: ByteReader, state: EngineState): void {
  const count = reader.word(MOST_ACCOUNTS, 1);
  state.ledger.reserve(count);
  for (let account = 0; account < count; account += 1) {
    const address = reader.text();
    if (account > 0) state.accounts.open(address);
    const deadline = reader.long();
    if (deadline !== 0) state.deadlines.set(account, deadline, account);
    if (reader.word(1) === 1) readIdentity(reader, state, account);
    readCustody(reader, state, account);
    for (let asset = assetOrEnd(reader); asset !== END; asset = assetOrEnd(reader)) {
      const available = reader.long();
      state.ledger.restore(account, asset, { available, locked: reader.long() });
    }
    while (isEntry(reader)) {
      const clientOrderId = reader.long();
      const orderId = reader.long();
      state.clients.restoreDone(account, clientOrderId, orderId, reader.long());
    }
  }
}

function readIdentity(reader: ByteReader, state: EngineState, account: number): void {
  const epoch = reader.word(LAST_EPOCH);
  const oneShot = reader.long();
  const approvalNonce = reader.long();
  const lastNumber = reader.word(MAX_LOTS);
  const reserved = reader.long();
  const agents: Agent[] = [];
  for (let left = reader.word(MOST_AGENTS); left > 0; left -= 1) agents.push(readAgent(reader));
  const ranges: NonceRange[] = [];
  for (let left = reader.word(OPEN_RANGES); left > 0; left -= 1) ranges.push(readRange(reader));
  state.facts.set(state.accounts.address(account), readFacts(reader));
  state.agents.restore(account, { nonce: approvalNonce, lastNumber, agents });
  state.nonces.restore(account, { epoch, oneShot, reserved, ranges });
}

function readStranger(reader: ByteReader, state: EngineState): void {
  const address = reader.text();
  const isStrange = state.accounts.find(address) === NONE && !state.facts.has(address);
  if (!isStrange) throw new StateFormatError('an address without account is twice in it');
  const epoch = reader.word(LAST_EPOCH);
  const skipped = reader.long();
  state.facts.set(address, { epoch, skipped, ...readFacts(reader) });
  refuseFault(factsFault(state.facts.of(address), skipped));
}

function readFacts(reader: ByteReader): FactsView {
  const voids: number[] = [];
  for (let left = reader.word(MOST_VOIDS); left > 0; left -= 1) voids.push(reader.long());
  const keyFloor = reader.long();
  const keys: KeyFact[] = [];
  for (let left = reader.word(MOST_KEY_FACTS); left > 0; left -= 1) {
    keys.push({ key: reader.text(), nonce: reader.long(), ended: reader.word(1) === 1 });
  }
  return { voids, keyFloor, keys };
}

function readCustody(reader: ByteReader, state: EngineState, account: number): void {
  const bits = reader.word(HAS_ASKED | ALL_REASONS);
  state.accounts.setFreezeBits(account, bits & ALL_REASONS);
  if ((bits & HAS_ASKED) === 0) return;
  const lastNonce = reader.long();
  const pending: PendingWithdrawal[] = [];
  for (let left = reader.word(MOST_WITHDRAWALS); left > 0; left -= 1) {
    pending.push({
      nonce: reader.long(),
      asset: reader.word(ASSETS - 1),
      amount: reader.long(),
    });
  }
  state.withdrawals.restore(account, { lastNonce, pending });
}

function readAgent(reader: ByteReader): Agent {
  return {
    number: reader.word(MAX_LOTS, 1),
    address: reader.text(),
    nonce: reader.long(),
    expiry: reader.word(),
    marketsLow: reader.word(),
    marketsHigh: reader.word(),
    maxNotional: reader.long(),
  };
}

function readRange(reader: ByteReader): NonceRange {
  return {
    first: reader.long(),
    agent: reader.word(MAX_LOTS),
    usedLow: reader.word(),
    usedHigh: reader.word(),
  };
}

/** What stands before each remembered client order id: 0, or the end. */
function isEntry(reader: ByteReader): boolean {
  const marker = reader.word();
  if (marker === 0 || marker === END) return marker === 0;
  throw new StateFormatError('a list has no end');
}

function assetOrEnd(reader: ByteReader): number {
  const asset = reader.word();
  if (asset < ASSETS || asset === END) return asset;
  throw new StateFormatError(`asset ${asset} does not exist`);
}

function readMarket(reader: ByteReader, state: EngineState): void {
  const parameters = {
    market: reader.word(MARKETS - 1, 1),
    baseAsset: reader.word(ASSETS - 1),
    quoteAsset: reader.word(ASSETS - 1),
    unitsPerLot: reader.long(),
    k: reader.long(),
    makerFeePpm: reader.word(),
    takerFeePpm: reader.word(),
    bandPpm: reader.word(),
    minNotional: reader.long(),
    maxQuantity: reader.word(MAX_LOTS),
    maxOpenOrders: reader.word(MAX_LOTS),
    allowSelfTrade: reader.word(1) === 1,
  };
  if (state.market(parameters.market) !== null)
    throw new StateFormatError('a market is twice in it');
  const market = new ListedMarket(parameters, state.pool);
  state.list(market);
  market.state = reader.word(DELISTED) as MarketState;
  market.last = reader.word(MAX_TICKS);
  market.mark = reader.word(MAX_TICKS);
  market.index = reader.word(MAX_TICKS);
  const pairs: { readonly slot: number; readonly siblingId: number }[] = [];
  for (let head = reader.word(); head !== END; head = reader.word()) {
    const { slot, siblingId } = readOrder(reader, state, head);
    if (siblingId !== 0) pairs.push({ slot, siblingId });
  }
  for (const { slot, siblingId } of pairs) joinPair(state, slot, siblingId);
}

function readOrder(
  reader: ByteReader,
  state: EngineState,
  head: number,
): { readonly slot: number; readonly siblingId: number } {
  const { pool, details, clients } = state;
  const slot = pool.take();
  const flags = head & ORDER_BITS;
  pool.setFlags(slot, flags);
  pool.setId(slot, reader.long());
  state.largestOrderId = Math.max(state.largestOrderId, pool.id(slot));
  pool.setAccount(slot, reader.word(state.accounts.count - 1, 1));
  pool.setPrice(slot, reader.word(MAX_TICKS, 1));
  pool.setLockPrice(slot, pool.price(slot));
  pool.setFilled(slot, reader.word(MAX_LOTS));
  pool.setVisible(slot, reader.word(MAX_LOTS, 1));
  pool.setHidden(slot, reader.word(MAX_LOTS));
  pool.setDetails(slot, NONE);
  let siblingId = 0;
  if ((head & HAS_DETAILS) !== 0) {
    const entry = detailsOf(state, slot);
    details.setDisplay(entry, reader.word(MAX_LOTS));
    details.setTriggerPrice(entry, reader.word(MAX_TICKS));
    details.setExpiry(entry, reader.long());
    siblingId = reader.long();
    const clientOrderId = reader.long();
    const digest = reader.long();
    details.setSigner(entry, reader.word(MAX_LOTS) - 1);
    const signing = { signer: details.signer(entry), expiry: details.expiry(entry) };
    refuseFault(signingFault(state, { account: pool.account(slot), ...signing }));
    if (clientOrderId !== 0) {
      const clientEntry = clients.add(pool.account(slot), clientOrderId, pool.id(slot), digest);
      details.setClientEntry(entry, clientEntry);
    }
  }
  readLegs(reader, state, { slot, head });
  const market = state.listed(marketOf(flags));
  enlist(state, market, slot);
  if (triggerOf(flags) === NO_TRIGGER) putBack(state, market, slot);
  else wait(state, market, slot);
  return { slot, siblingId };
}

/** Into the book, with visible and hidden lots as they were. */
function putBack({ pool }: EngineState, market: ListedMarket, slot: number): void {
  pool.setFlags(slot, withStatus(pool.flags(slot), RESTING));
  market.book.side(pool.side(slot)).add(slot, pool.price(slot));
}

function readLegs(
  reader: ByteReader,
  state: EngineState,
  { slot, head }: { readonly slot: number; readonly head: number },
): void {
  if ((head & (HAS_TAKE_PROFIT | HAS_STOP_LOSS)) === 0) return;
  const account = state.pool.account(slot);
  const takeProfit = (head & HAS_TAKE_PROFIT) === 0 ? null : readLeg(reader);
  const stopLoss = (head & HAS_STOP_LOSS) === 0 ? null : readLeg(reader);
  for (const leg of [takeProfit, stopLoss]) {
    if (leg !== null) refuseFault(signingFault(state, { ...leg, account }));
  }
  state.details.setLegs(detailsOf(state, slot), {
    takeProfit: takeProfit === null ? null : parkLeg(state, takeProfit, account),
    stopLoss: stopLoss === null ? null : parkLeg(state, stopLoss, account),
  });
}

function readLeg(reader: ByteReader): LegView {
  return {
    orderId: reader.long(),
    clientOrderId: reader.long(),
    type: reader.word(MARKET) as OrderType,
    price: reader.word(MAX_TICKS),
    triggerPrice: reader.word(MAX_TICKS),
    triggerBy: reader.word(INDEX_PRICE) as PriceSource,
    signer: reader.word(MAX_LOTS) - 1,
    expiry: reader.long(),
  };
}

/** Both legs of a pair name each other; it is tied when the one that waits is looked at. */
function joinPair(state: EngineState, stopSlot: number, limitId: number): void {
  const { pool, ids } = state;
  if (statusOf(pool.flags(stopSlot)) !== WAITING) return;
  const limitSlot = ids.find(limitId);
  if (limitSlot === NONE || limitSlot === stopSlot) {
    throw new StateFormatError('a leg of a pair is missing');
  }
  pairUp(state, limitSlot, stopSlot);
  pool.setLockPrice(limitSlot, Math.max(pool.price(limitSlot), pool.price(stopSlot)));
}

/** Bytes that are no state of this version. */
export class StateFormatError extends Error {
  override readonly name = 'StateFormatError';

  constructor(why: string, options?: ErrorOptions) {
    super(`This state cannot be read: ${why}.`, options);
  }
}
