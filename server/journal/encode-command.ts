import {
  type AnnulledTrade,
  type AnnulTrades,
  type ApproveAgent,
  type Authority,
  type BumpEpoch,
  type Command,
  type ConfirmApproval,
  type FinishWithdrawal,
  type FreezeAccount,
  freezeReasons,
  type KeyLimits,
  type Leg,
  type ListMarket,
  MOST_ANNULLED,
  type ModifyOrder,
  type NoteApproval,
  type NoteCancel,
  type NoteEpoch,
  type NoteRevocation,
  type PlaceOco,
  type PlaceOrder,
  type QuarantineTrade,
  type ReassignTrade,
  type RequestWithdrawal,
  type ReserveNonces,
  type RevokeAgent,
  type SettleBatch,
  type SubmitBatch,
} from '#server/engine/index.ts';
import { encodableChoice as choice, largestChoice, SMALLEST_SET_SOURCE } from './choices.ts';
import { JournalError } from './journal-error.ts';
import {
  HAS_AUTHORITY,
  HAS_DISPLAY,
  HAS_EXPIRY,
  HAS_SIGNATURE,
  HAS_STOP_LOSS,
  HAS_TAKE_PROFIT,
  kindNumbers,
  LISTED_TRADES,
  POST_ONLY_SHIFT,
  REDUCE_ONLY_SHIFT,
  SELF_TRADE_SHIFT,
  TIME_IN_FORCE_SHIFT,
  TRIGGER_BY_SHIFT,
  TRIGGER_SHIFT,
  TYPE_SHIFT,
} from './record-layout.ts';
import type { RecordWriter } from './record-writer.ts';

const ADDRESS = /^0x[0-9a-f]{40}$/;
const HASH = /^0x[0-9a-f]{64}$/;

/**
 * Writes a command where the writer has begun a record. A `place` has 64 bytes and what it has beyond
 * the ordinary behind them; see `record-layout.ts`.
 *
 * @returns The length of the record in bytes.
 * @throws JournalError `journal/not-encodable` for a value that a field has no room for.
 */
export function encodeCommand(command: Command, writer: RecordWriter): number {
  writer.u53(command.seq);
  writer.u53(command.time);
  writeFields(command, writer);
  return writer.end(kindNumbers[command.kind]);
}

function writeFields(command: Command, writer: RecordWriter): void {
  switch (command.kind) {
    case 'place':
      writePlace(command, writer);
      break;
    case 'cancel':
      writer.u53(command.orderId);
      writer.u53(command.clientOrderId);
      writer.u32(command.account);
      break;
    case 'modify':
      writeModify(command, writer);
      break;
    case 'place-oco':
      writePair(command, writer);
      break;
    case 'cancel-all':
      writer.u32(command.account);
      writer.u32(command.market);
      break;
    case 'set-price':
      writer.u16Pair(command.market, setSource(command.source));
      writer.u32(command.price);
      break;
    case 'tick':
      break;
    case 'arm-dead-man':
      writer.u53(command.deadline);
      writer.u32(command.account);
      break;
    case 'deposit':
    case 'withdraw':
      writer.u53(command.amount);
      writer.u53(command.sourceSeq);
      writer.u32(command.account);
      writer.u16Pair(command.asset, command.source);
      break;
    case 'open-account':
      writer.u32(command.account);
      writeAddress(command.address, writer);
      break;
    case 'list-market':
      writeMarket(command, writer);
      break;
    case 'set-market-state':
      writer.u32(command.market);
      writer.u32(choice(command.state, largestChoice.marketState));
      break;
    default:
      writeIdentity(command, writer);
  }
}

type IdentityCommand = ApproveAgent | RevokeAgent | BumpEpoch | ReserveNonces;

type NoteCommand = NoteCancel | NoteApproval | NoteRevocation | NoteEpoch | ConfirmApproval;

type CustodyCommand =
  | RequestWithdrawal
  | FinishWithdrawal
  | FreezeAccount
  | SubmitBatch
  | SettleBatch
  | QuarantineTrade
  | ReassignTrade
  | AnnulTrades;

function writeIdentity(
  command: IdentityCommand | NoteCommand | CustodyCommand,
  writer: RecordWriter,
): void {
  switch (command.kind) {
    case 'approve-agent':
      writeApproval(command, writer);
      break;
    case 'revoke-agent':
      writer.u32(command.account);
      writeAddress(command.address, writer);
      break;
    case 'bump-epoch':
      writer.u32(command.account);
      writer.u16Pair(command.epoch, 0);
      writer.u32(0);
      writeSignature(command, writer);
      break;
    case 'reserve-nonces':
      writer.u32(command.account);
      writer.u32(command.agent);
      break;
    default:
      writeNote(command, writer);
  }
}

function writeNote(command: NoteCommand | CustodyCommand, writer: RecordWriter): void {
  switch (command.kind) {
    case 'note-cancel':
      writeAddress(command.owner, writer);
      writer.u48AndU16(command.nonce, 0);
      break;
    case 'note-approval':
      writeAddress(command.owner, writer);
      writeKey(command, writer);
      break;
    case 'note-revocation':
      writeAddress(command.owner, writer);
      writeAddress(command.address, writer);
      writer.u48AndU16(command.nonce, 0);
      break;
    case 'note-epoch':
      writeAddress(command.owner, writer);
      writer.u16Pair(command.epoch, 0);
      break;
    case 'confirm-approval':
      writer.u32(command.account);
      writeKey(command, writer);
      break;
    default:
      writeCustody(command, writer);
  }
}

function writeCustody(command: CustodyCommand, writer: RecordWriter): void {
  switch (command.kind) {
    case 'request-withdrawal':
      writeWithdrawal(command, writer);
      break;
    case 'finish-withdrawal':
      writer.u48AndU16(command.nonce, command.paid ? 1 : 0);
      writer.u32(command.account);
      writer.u32(0);
      break;
    case 'freeze-account':
      writer.u32(command.account);
      writer.u16Pair(
        command.frozen ? 1 : 0,
        choice(freezeReasons.indexOf(command.reason), freezeReasons.length - 1),
      );
      break;
    case 'submit-batch':
      writer.u53(command.batch);
      writer.u53(command.through);
      writeHash(command.digest, writer);
      break;
    case 'settle-batch':
      writer.u53(command.batch);
      writer.u53(command.through);
      writer.u53(command.block);
      writeHash(command.transaction, writer);
      writer.u32(choice(command.takenOver.length, LISTED_TRADES));
      writer.u32(0);
      for (const tradeId of command.takenOver) writer.u53(tradeId);
      break;
    case 'quarantine-trade':
      writer.u53(command.tradeId);
      break;
    case 'reassign-trade':
      writer.u53(command.tradeId);
      writer.u53(command.paid);
      writer.u53(command.received);
      writer.u32(command.from);
      writer.u32(command.to);
      writer.u16Pair(command.paidAsset, command.receivedAsset);
      writer.u32(0);
      break;
    case 'annul-trades':
      writer.u32(choice(command.trades.length, MOST_ANNULLED));
      writer.u32(0);
      for (const trade of command.trades) writeAnnulled(trade, writer);
      break;
  }
}

function writeAnnulled(trade: AnnulledTrade, writer: RecordWriter): void {
  writer.u53(trade.tradeId);
  writer.u32(trade.buyer);
  writer.u32(trade.seller);
  writer.u16Pair(trade.baseAsset, trade.quoteAsset);
  writer.u32(0);
  writer.u53(trade.base);
  writer.u53(trade.quote);
  writer.u53(trade.buyerFee);
  writer.u53(trade.sellerFee);
}

function writeWithdrawal(withdrawal: RequestWithdrawal, writer: RecordWriter): void {
  writer.u32(withdrawal.account);
  writeAddress(withdrawal.to, writer);
  writer.u48AndU16(withdrawal.nonce, withdrawal.epoch);
  writer.u53(withdrawal.amount);
  writer.u32(withdrawal.asset);
  writer.u32(withdrawal.expiry);
  writer.u32(withdrawal.native ? 1 : 0);
  writeSignature(withdrawal, writer);
}

function writeApproval(approval: ApproveAgent, writer: RecordWriter): void {
  writer.u32(approval.account);
  writeKey(approval, writer);
  writeSignature(approval, writer);
}

/** A trading key, and what it may do. */
function writeKey(key: KeyLimits, writer: RecordWriter): void {
  writeAddress(key.address, writer);
  writer.u48AndU16(key.nonce, 0);
  writer.u53(key.maxNotional);
  writer.u32(key.expiry);
  writer.u32(key.marketsLow);
  writer.u32(key.marketsHigh);
}

function writePlace(place: PlaceOrder, writer: RecordWriter): void {
  const { signature, authority, displayQuantity, expiry, takeProfit, stopLoss } = place;
  writer.u53(place.orderId);
  writer.u53(place.clientOrderId);
  writer.u32(place.account);
  writer.u32(place.price);
  writer.u32(place.quantity);
  writer.u16Pair(place.market, optionsOf(place));
  const parts =
    (signature === null ? 0 : HAS_SIGNATURE) |
    (displayQuantity === 0 ? 0 : HAS_DISPLAY) |
    (expiry === 0 ? 0 : HAS_EXPIRY) |
    (takeProfit === null ? 0 : HAS_TAKE_PROFIT) |
    (stopLoss === null ? 0 : HAS_STOP_LOSS) |
    (authority === null ? 0 : HAS_AUTHORITY);
  writer.u16Pair(parts, signature === null ? 0 : signature.length);
  writer.u32(place.triggerPrice);
  if (parts === 0) return;
  if (signature !== null) writer.padded(signature);
  if (authority !== null) writeAuthority(authority, writer);
  if (displayQuantity !== 0) {
    writer.u32(displayQuantity);
    writer.u32(0);
  }
  if (expiry !== 0) writer.u53(expiry);
  if (takeProfit !== null) writeLeg(takeProfit, writer);
  if (stopLoss !== null) writeLeg(stopLoss, writer);
}

function optionsOf(place: PlaceOrder): number {
  return (
    choice(place.side, largestChoice.side) |
    (choice(place.type, largestChoice.type) << TYPE_SHIFT) |
    (choice(place.timeInForce, largestChoice.timeInForce) << TIME_IN_FORCE_SHIFT) |
    (choice(place.postOnly, largestChoice.postOnly) << POST_ONLY_SHIFT) |
    ((place.reduceOnly ? 1 : 0) << REDUCE_ONLY_SHIFT) |
    (choice(place.selfTrade, largestChoice.selfTrade) << SELF_TRADE_SHIFT) |
    (choice(place.trigger, largestChoice.trigger) << TRIGGER_SHIFT) |
    (choice(place.triggerBy, largestChoice.priceSource) << TRIGGER_BY_SHIFT)
  );
}

function writeLeg(leg: Leg, writer: RecordWriter): void {
  writer.u53(leg.orderId);
  writer.u53(leg.clientOrderId);
  writer.u32(leg.price);
  writer.u32(leg.triggerPrice);
  writer.u16Pair(
    choice(leg.type, largestChoice.type),
    choice(leg.triggerBy, largestChoice.priceSource),
  );
  writeSignature(leg, writer);
}

/** A word that says what there is and how long the signature is, then the signature, then the authority. */
function writeSignature(
  {
    signature,
    authority = null,
  }: { readonly signature: Uint8Array | null; readonly authority?: Authority | null },
  writer: RecordWriter,
): void {
  const parts = (signature === null ? 0 : HAS_SIGNATURE) | (authority === null ? 0 : HAS_AUTHORITY);
  writer.u16Pair(parts, signature === null ? 0 : signature.length);
  if (signature !== null) writer.padded(signature);
  if (authority !== null) writeAuthority(authority, writer);
}

function writeAuthority(authority: Authority, writer: RecordWriter): void {
  writer.u48AndU16(authority.nonce, authority.epoch);
  writer.u32(authority.expiry);
  writer.u32(authority.maxFeePpm);
  writer.u32(authority.agent);
  writer.u32(0);
}

function writePair(pair: PlaceOco, writer: RecordWriter): void {
  writer.u53(pair.expiry);
  writer.u32(pair.account);
  writer.u32(pair.quantity);
  writer.u32(pair.market);
  writer.u16Pair(
    choice(pair.side, largestChoice.side),
    choice(pair.selfTrade, largestChoice.selfTrade),
  );
  writeLeg(pair.limitLeg, writer);
  writeLeg(pair.stopLeg, writer);
}

function writeModify(modify: ModifyOrder, writer: RecordWriter): void {
  writer.u53(modify.orderId);
  writer.u53(modify.clientOrderId);
  writer.u32(modify.account);
  writer.u32(modify.price);
  writer.u32(modify.quantity);
  writer.u32(modify.triggerPrice);
  writer.u32(0);
  writeSignature(modify, writer);
}

function writeAddress(address: string, writer: RecordWriter): void {
  if (!ADDRESS.test(address)) throw notHexadecimal('An address', 40, address);
  writeDigits(address, writer);
}

function writeHash(hash: string, writer: RecordWriter): void {
  if (!HASH.test(hash)) throw notHexadecimal('A hash', 64, hash);
  writeDigits(hash, writer);
}

function writeDigits(text: string, writer: RecordWriter): void {
  for (let at = 2; at < text.length; at += 8) {
    writer.u32(Number.parseInt(text.slice(at, at + 8), 16));
  }
}

function writeMarket(market: ListMarket, writer: RecordWriter): void {
  writer.u32(market.market);
  writer.u16Pair(market.baseAsset, market.quoteAsset);
  writer.u53(market.unitsPerLot);
  writer.u53(market.k);
  writer.u53(market.minNotional);
  writer.u32(market.maxQuantity);
  writer.u32(market.maxOpenOrders);
  writer.u32(market.makerFeePpm);
  writer.u32(market.takerFeePpm);
  writer.u32(market.bandPpm);
  writer.u32(market.allowSelfTrade ? 1 : 0);
}

function setSource(source: number): number {
  choice(source - SMALLEST_SET_SOURCE, largestChoice.priceSource - SMALLEST_SET_SOURCE);
  return source;
}

function notHexadecimal(what: string, digits: number, text: string): JournalError {
  return new JournalError('journal/not-encodable', {
    message: `${what} is 0x and ${digits} lower-case hexadecimal digits, not ${JSON.stringify(text)}.`,
    fix: 'Such a value must be refused before it reaches the sequencer.',
  });
}
