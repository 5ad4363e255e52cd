import { ByteWriter } from './byte-writer.ts';
import { bitOf } from './freeze-reason.ts';
import { packFlags } from './order-flags.ts';
import {
  ASSETS,
  type CustodyView,
  type FactsView,
  type IdentityView,
  type LegView,
  type MarketView,
  type OrderView,
  type SettlementView,
  SOURCES,
  type StateView,
  type StrangerView,
} from './state-view.ts';

/** Of the bytes below. A reader of another version refuses them. */
export const STATE_VERSION = 5;

/** Bits behind an order's flags: which of its parts follow. */
export const HAS_DETAILS = 1 << 24;
export const HAS_TAKE_PROFIT = 1 << 25;
export const HAS_STOP_LOSS = 1 << 26;

/** Bit of what is said of an account's custody, above its reasons to be frozen: it has asked for money back. */
export const HAS_ASKED = 1 << 8;

/** What stands where the next order's flags would: there is none. */
export const END = 0xffff_ffff;

/**
 * The whole state as bytes, one way only: two engines in the same state give the same bytes, however
 * they came there. The state hash is the SHA-256 of them.
 */
export function encodeState(view: StateView): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  writer.word(STATE_VERSION);
  writer.long(view.tradeCount);
  for (let asset = 0; asset < ASSETS; asset += 1) writer.long(view.custody(asset));
  for (let source = 0; source < SOURCES; source += 1) {
    const last = view.sourceSeq(source);
    writer.word(last < 0 ? 0 : 1);
    if (last >= 0) writer.long(last);
  }
  writeSettlement(writer, view.settlement());
  writer.word(view.accountCount);
  for (let account = 0; account < view.accountCount; account += 1) {
    writeAccount(writer, view, account);
  }
  const strangers = view.strangers();
  writer.word(strangers.length);
  for (const stranger of strangers) writeStranger(writer, stranger);
  const markets = view.markets();
  writer.word(markets.length);
  for (const market of markets) {
    writeMarket(writer, market);
    view.visitOrders(market.parameters.market, (order) => writeOrder(writer, order));
    writer.word(END);
  }
  return writer.bytes();
}

function writeSettlement(writer: ByteWriter, settlement: SettlementView): void {
  writer.long(settlement.batch);
  writer.long(settlement.through);
  writer.word(settlement.quarantined.length);
  for (const tradeId of settlement.quarantined) writer.long(tradeId);
  writer.word(settlement.takenOver.length);
  for (const { tradeId, account } of settlement.takenOver) {
    writer.long(tradeId);
    writer.word(account);
  }
  writer.word(settlement.annulled.length);
  for (const tradeId of settlement.annulled) writer.long(tradeId);
}

function writeAccount(writer: ByteWriter, view: StateView, account: number): void {
  writer.text(view.address(account));
  writer.long(view.deadline(account));
  writeIdentity(writer, view.identity(account));
  writeCustody(writer, view.custodyOf(account));
  for (let asset = 0; asset < ASSETS; asset += 1) {
    const available = view.available(account, asset);
    const locked = view.locked(account, asset);
    if (available === 0 && locked === 0) continue;
    writer.word(asset);
    writer.long(available);
    writer.long(locked);
  }
  writer.word(END);
  view.visitDoneClientIds(account, ({ clientOrderId, orderId, digest }) => {
    writer.word(0);
    writer.long(clientOrderId);
    writer.long(orderId);
    writer.long(digest);
  });
  writer.word(END);
}

/** What an address did on chain that has no account. */
function writeStranger(writer: ByteWriter, stranger: StrangerView): void {
  writer.text(stranger.address);
  writer.word(stranger.epoch);
  writer.long(stranger.skipped);
  writeFacts(writer, stranger);
}

function writeFacts(writer: ByteWriter, { voids, keyFloor, keys }: FactsView): void {
  writer.word(voids.length);
  for (const nonce of voids) writer.long(nonce);
  writer.long(keyFloor);
  writer.word(keys.length);
  for (const { key, nonce, ended } of keys) {
    writer.text(key);
    writer.long(nonce);
    writer.word(ended ? 1 : 0);
  }
}

/** Most accounts have never used a key: one word says so. */
function writeIdentity(writer: ByteWriter, identity: IdentityView): void {
  const { epoch, oneShotNonce, approvalNonce, lastAgent, rangesReserved } = identity;
  const { voids, keyFloor, keys } = identity.facts;
  const isNoted = voids.length + keyFloor + keys.length > 0;
  const isUsed = isNoted || epoch + oneShotNonce + approvalNonce + lastAgent + rangesReserved > 0;
  writer.word(isUsed ? 1 : 0);
  if (!isUsed) return;
  writer.word(epoch);
  writer.long(oneShotNonce);
  writer.long(approvalNonce);
  writer.word(lastAgent);
  writer.long(rangesReserved);
  writer.word(identity.agents.length);
  for (const agent of identity.agents) {
    writer.word(agent.number);
    writer.text(agent.address);
    writer.long(agent.nonce);
    writer.word(agent.expiry);
    writer.word(agent.marketsLow);
    writer.word(agent.marketsHigh);
    writer.long(agent.maxNotional);
  }
  writer.word(identity.ranges.length);
  for (const range of identity.ranges) {
    writer.long(range.first);
    writer.word(range.agent);
    writer.word(range.usedLow);
    writer.word(range.usedHigh);
  }
  writeFacts(writer, identity.facts);
}

/** Most accounts have never asked for money back: one word says so. */
function writeCustody(writer: ByteWriter, custody: CustodyView): void {
  const hasAsked = custody.withdrawalNonce > 0;
  const frozen = custody.frozen.reduce((bits, reason) => bits | bitOf(reason), 0);
  writer.word(frozen | (hasAsked ? HAS_ASKED : 0));
  if (!hasAsked) return;
  writer.long(custody.withdrawalNonce);
  writer.word(custody.withdrawals.length);
  for (const { nonce, asset, amount } of custody.withdrawals) {
    writer.long(nonce);
    writer.word(asset);
    writer.long(amount);
  }
}

function writeMarket(writer: ByteWriter, market: MarketView): void {
  const { parameters } = market;
  writer.word(parameters.market);
  writer.word(parameters.baseAsset);
  writer.word(parameters.quoteAsset);
  writer.long(parameters.unitsPerLot);
  writer.long(parameters.k);
  writer.word(parameters.makerFeePpm);
  writer.word(parameters.takerFeePpm);
  writer.word(parameters.bandPpm);
  writer.long(parameters.minNotional);
  writer.word(parameters.maxQuantity);
  writer.word(parameters.maxOpenOrders);
  writer.word(parameters.allowSelfTrade ? 1 : 0);
  writer.word(market.state);
  writer.word(market.last);
  writer.word(market.mark);
  writer.word(market.index);
}

function writeOrder(writer: ByteWriter, order: OrderView): void {
  const hasDetails =
    order.display !== 0 ||
    order.triggerPrice !== 0 ||
    order.expiry !== 0 ||
    order.siblingId !== 0 ||
    order.clientOrderId !== 0 ||
    order.signer >= 0;
  const parts =
    (hasDetails ? HAS_DETAILS : 0) |
    (order.takeProfit === null ? 0 : HAS_TAKE_PROFIT) |
    (order.stopLoss === null ? 0 : HAS_STOP_LOSS);
  writer.word(packFlags(order) | parts);
  writer.long(order.orderId);
  writer.word(order.account);
  writer.word(order.price);
  writer.word(order.filled);
  writer.word(order.visible);
  writer.word(order.hidden);
  if (hasDetails) {
    writer.word(order.display);
    writer.word(order.triggerPrice);
    writer.long(order.expiry);
    writer.long(order.siblingId);
    writer.long(order.clientOrderId);
    writer.long(order.digest);
    writer.word(order.signer + 1);
  }
  if (order.takeProfit !== null) writeLeg(writer, order.takeProfit);
  if (order.stopLoss !== null) writeLeg(writer, order.stopLoss);
}

function writeLeg(writer: ByteWriter, leg: LegView): void {
  writer.long(leg.orderId);
  writer.long(leg.clientOrderId);
  writer.word(leg.type);
  writer.word(leg.price);
  writer.word(leg.triggerPrice);
  writer.word(leg.triggerBy);
  writer.word(leg.signer + 1);
  writer.long(leg.expiry);
}
