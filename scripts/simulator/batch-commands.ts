import type {
  AnnulledTrade,
  AnnulTrades,
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
const MAX_SET_APART = 65_536;
const MAX_ANNULLED = 56;

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
  const { batch, through, takenOver } = command;
  const isWrong = takenOver.some(
    (tradeId, place) =>
      takenOver.slice(0, place).some((before) => before >= tradeId) ||
      !exchange.takenOver.some((side) => side.tradeId === tradeId),
  );
  if (isWrong) return 'settlement/wrong-trade';
  close(exchange, takenOver);
  exchange.batch = batch;
  exchange.settledThrough = through;
  for (const tradeId of exchange.annulled)
    if (tradeId <= through) exchange.annulled.delete(tradeId);
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
  if (!exchange.takenOver.some((side) => side.tradeId === tradeId)) {
    const isOpen = tradeId > exchange.settledThrough && tradeId <= exchange.tradeCount;
    if (!isOpen || exchange.annulled.has(tradeId)) return 'settlement/wrong-trade';
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
  if (accountOf(exchange, from).frozen.size === 0) return 'account/not-frozen';
  if (!exchange.quarantined.includes(tradeId)) return 'settlement/wrong-trade';
  const areAssets = [paidAsset, receivedAsset].every((asset) => asset >= 0 && asset < ASSETS);
  if (!areAssets || paidAsset === receivedAsset) return 'ledger/unknown-asset';
  if (![command.paid, command.received].every((amount) => isAmount(amount))) {
    return 'ledger/invalid-amount';
  }
  if (exchange.takenOver.length >= MAX_SET_APART) return 'settlement/too-many-quarantined';
  const paid = BigInt(command.paid);
  const received = BigInt(command.received);
  if (availableOf(exchange, to, paidAsset) < paid) return 'risk/insufficient-funds';
  if (availableOf(exchange, from, receivedAsset) < received) return 'risk/insufficient-funds';
  credit(exchange, { account: to, asset: paidAsset, amount: -paid });
  credit(exchange, { account: from, asset: paidAsset, amount: paid });
  credit(exchange, { account: from, asset: receivedAsset, amount: -received });
  credit(exchange, { account: to, asset: receivedAsset, amount: received });
  exchange.quarantined = exchange.quarantined.filter((quarantined) => quarantined !== tradeId);
  const others = exchange.takenOver.filter(
    (side) => side.tradeId !== tradeId || ![from, to].includes(side.account),
  );
  exchange.takenOver = [...others, { tradeId, account: to }];
  exchange.events.push({ kind: 'trade-reassigned', tradeId, from, to });
  return null;
}

/** Trades of which neither side can be settled never were. */
export function annulTrades(exchange: Exchange, { trades }: AnnulTrades): RejectCode | null {
  if (trades.length < 1 || trades.length > MAX_ANNULLED) return 'settlement/wrong-trade';
  for (const [place, trade] of trades.entries()) {
    if (trades.slice(0, place).some(({ tradeId }) => tradeId >= trade.tradeId)) {
      return 'settlement/wrong-trade';
    }
    if (trade.tradeId < 1) return 'settlement/wrong-trade';
    const problem = checkAnnulled(exchange, trade);
    if (problem !== null) return problem;
  }
  if (exchange.annulled.size + trades.length > MAX_SET_APART) {
    return 'settlement/too-many-quarantined';
  }
  const before = exchange.accounts.map(({ balances }) => [...balances]);
  for (const trade of trades) undo(exchange, trade);
  const areShort = exchange.accounts.some(({ balances }, account) =>
    balances.some((_, asset) => availableOf(exchange, account, asset) < 0n),
  );
  if (areShort) {
    for (const [account, balances] of before.entries()) {
      for (const [asset, amount] of balances.entries()) {
        accountOf(exchange, account).balances[asset] = amount;
      }
    }
    return 'risk/insufficient-funds';
  }
  close(
    exchange,
    trades.map(({ tradeId }) => tradeId),
  );
  for (const { tradeId, buyer, seller } of trades) {
    if (tradeId > exchange.settledThrough) exchange.annulled.add(tradeId);
    exchange.events.push({ kind: 'trade-annulled', tradeId, buyer, seller });
  }
  return null;
}

function checkAnnulled(exchange: Exchange, trade: AnnulledTrade): RejectCode | null {
  const { tradeId, buyer, seller, baseAsset, quoteAsset } = trade;
  if (!isTrader(exchange, buyer) || !isTrader(exchange, seller)) return 'account/unknown';
  if (!exchange.quarantined.includes(tradeId)) return 'settlement/wrong-trade';
  for (const account of [buyer, seller]) {
    const tookOver = exchange.takenOver.some(
      (side) => side.tradeId === tradeId && side.account === account,
    );
    if (!tookOver && accountOf(exchange, account).frozen.size === 0) return 'account/not-frozen';
  }
  const areAssets = [baseAsset, quoteAsset].every((asset) => asset >= 0 && asset < ASSETS);
  if (!areAssets || baseAsset === quoteAsset) return 'ledger/unknown-asset';
  const { base, quote, buyerFee, sellerFee } = trade;
  const areAmounts = [base, quote, buyerFee, sellerFee].every((amount) => isAmount(amount));
  return areAmounts && buyerFee <= base && sellerFee <= quote ? null : 'ledger/invalid-amount';
}

/** Everything back to where it came from, whether it is there or not. */
function undo(exchange: Exchange, trade: AnnulledTrade): void {
  const { buyer, seller, baseAsset, quoteAsset } = trade;
  const give = (account: number, asset: number, amount: bigint) => {
    const { balances } = accountOf(exchange, account);
    balances[asset] = (balances[asset] ?? 0n) + amount;
  };
  const [base, quote] = [BigInt(trade.base), BigInt(trade.quote)];
  const [buyerFee, sellerFee] = [BigInt(trade.buyerFee), BigInt(trade.sellerFee)];
  give(seller, baseAsset, base);
  give(buyer, baseAsset, buyerFee - base);
  give(0, baseAsset, -buyerFee);
  give(buyer, quoteAsset, quote);
  give(seller, quoteAsset, sellerFee - quote);
  give(0, quoteAsset, -sellerFee);
}

/** Nothing more is done with these trades. */
function close(exchange: Exchange, tradeIds: readonly number[]): void {
  exchange.quarantined = exchange.quarantined.filter((tradeId) => !tradeIds.includes(tradeId));
  exchange.takenOver = exchange.takenOver.filter(({ tradeId }) => !tradeIds.includes(tradeId));
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
