import type {
  QuarantineTrade,
  ReassignTrade,
  RejectCode,
  SettleBatch,
  SubmitBatch,
} from '#server/engine/index.ts';
import { ASSETS } from '#server/engine/index.ts';
import { isTrader } from './agent-commands.ts';
import type { Exchange } from './exchange-state.ts';
import { accountOf } from './exchange-state.ts';
import { availableOf, credit } from './locked-balances.ts';

const MAX_QUARANTINED = 1_024;

/** What the next batch may hold. */
export function submitBatch(exchange: Exchange, command: SubmitBatch): RejectCode | null {
  const code = checkBatch(exchange, command);
  if (code !== null) return code;
  const { batch, through } = command;
  exchange.events.push({ kind: 'batch-submitted', batch, through });
  return null;
}

/** The next batch is on the chain. */
export function settleBatch(exchange: Exchange, command: SettleBatch): RejectCode | null {
  const code = checkBatch(exchange, command);
  if (code !== null) return code;
  const { batch, through } = command;
  exchange.batch = batch;
  exchange.settledThrough = through;
  exchange.events.push({ kind: 'batch-settled', batch, through });
  return null;
}

/** Not to be settled with the others. */
export function quarantineTrade(exchange: Exchange, command: QuarantineTrade): RejectCode | null {
  const { tradeId } = command;
  if (exchange.quarantined.includes(tradeId)) {
    exchange.events.push({ kind: 'duplicate', account: 0, orderId: 0 });
    return null;
  }
  if (tradeId <= exchange.settledThrough || tradeId > exchange.tradeCount) {
    return 'settlement/wrong-trade';
  }
  if (exchange.quarantined.length >= MAX_QUARANTINED) return 'settlement/too-many-quarantined';
  exchange.quarantined = [...exchange.quarantined, tradeId].sort((a, b) => a - b);
  exchange.events.push({ kind: 'trade-quarantined', tradeId });
  return null;
}

/** One account takes a side of a trade over from another. */
export function reassignTrade(exchange: Exchange, command: ReassignTrade): RejectCode | null {
  const { tradeId, from, to, paidAsset, receivedAsset } = command;
  if (!isTrader(exchange, from) || !isTrader(exchange, to) || from === to) return 'account/unknown';
  if (!accountOf(exchange, from).frozen) return 'account/not-frozen';
  if (!exchange.quarantined.includes(tradeId)) return 'settlement/wrong-trade';
  const areAssets = [paidAsset, receivedAsset].every((asset) => asset >= 0 && asset < ASSETS);
  if (!areAssets || paidAsset === receivedAsset) return 'ledger/unknown-asset';
  if (![command.paid, command.received].every((amount) => isAmount(amount))) {
    return 'ledger/invalid-amount';
  }
  const paid = BigInt(command.paid);
  const received = BigInt(command.received);
  if (availableOf(exchange, to, paidAsset) < paid) return 'risk/insufficient-funds';
  if (availableOf(exchange, from, receivedAsset) < received) return 'risk/insufficient-funds';
  credit(exchange, { account: to, asset: paidAsset, amount: -paid });
  credit(exchange, { account: from, asset: paidAsset, amount: paid });
  credit(exchange, { account: from, asset: receivedAsset, amount: -received });
  credit(exchange, { account: to, asset: receivedAsset, amount: received });
  exchange.quarantined = exchange.quarantined.filter((quarantined) => quarantined !== tradeId);
  exchange.events.push({ kind: 'trade-reassigned', tradeId, from, to });
  return null;
}

function checkBatch(exchange: Exchange, command: SubmitBatch | SettleBatch): RejectCode | null {
  const { batch, through } = command;
  if (batch - exchange.batch !== 1) return 'settlement/wrong-batch';
  const isAhead = through >= exchange.settledThrough && through <= exchange.tradeCount;
  return isAhead ? null : 'settlement/wrong-trade';
}

function isAmount(amount: number): boolean {
  return amount >= 0 && amount <= Number.MAX_SAFE_INTEGER;
}
