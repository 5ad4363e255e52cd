import { assets } from '#lib/domain/asset.ts';
import type { Order } from '#lib/domain/order.ts';
import { type ChainFacts, type Flow, unitOf } from './chain-facts.ts';
import { checkLegs } from './check-legs.ts';
import { checkReceipts } from './check-receipts.ts';
import { checkOpen, checkTold } from './check-told.ts';
import { FEES, type JournalFacts, type SideFact, type TradeFact } from './journal-facts.ts';
import { reckonBalances, sideAfter } from './reckon-balances.ts';
import type { ToldFacts, TradeEnd } from './told-facts.ts';

export type RoundFacts = {
  /** What users were told. */
  readonly told: ToldFacts;
  readonly journal: JournalFacts;
  readonly chain: ChainFacts;
  /** What users are told that they have now, quanta by asset; addresses in lower case. */
  readonly ledger: ReadonlyMap<string, readonly number[]>;
  /** What users are told became of trades, of those that they were told at all and that are done. */
  readonly ends: ReadonlyMap<number, TradeEnd>;
  /** Orders that users are told are open, by address. */
  readonly open: ReadonlyMap<string, readonly Order[]>;
  /** Who takes over what others cannot settle, and who has given reason for that; lower case. */
  readonly backstop: string;
  readonly narrowed: ReadonlySet<string>;
  /** Where withdrawals were asked to be paid. */
  readonly payouts: readonly string[];
};

/** Nonces of orders with which the backstop takes over a trade begin here (docs/settlement.md). */
const BACKSTOP_NONCES = 2 ** 47;

/**
 * Compares what users were told, the journal, and the contract, once nothing is on its way.
 *
 * @throws Error on the first thing that is not the same to the unit.
 */
export async function checkRound(facts: RoundFacts): Promise<void> {
  const { told, journal, chain } = facts;
  checkReceipts(told, journal);
  checkTold(told, journal);
  checkLegs(journal);
  checkOpen(facts.open, journal);
  checkDeposits(journal, chain);
  checkPaid(journal, chain);
  checkExits(journal, chain);
  checkSettled(facts);
  checkTakenOver(facts);
  await checkBalances(facts);
  await checkTokens(facts);
}

/** Every deposit that the contract took is credited, once, to whom and as it was made. */
function checkDeposits(journal: JournalFacts, chain: ChainFacts): void {
  const credited = journal.deposits.map((each) => `${each.depositId}: ${textOf(each)}`);
  const made = chain.deposits.map((each) => `${each.depositId}: ${textOf(each)}`);
  same('deposits', { ledger: credited, chain: made });
}

/** Every withdrawal that the contract paid was asked for, as it was paid, and is paid in the ledger. */
function checkPaid(journal: JournalFacts, chain: ChainFacts): void {
  same('withdrawals', {
    ledger: journal.paid,
    chain: chain.paid.map(({ address, nonce }) => `${address} ${nonce}`),
  });
  const asked = new Map(journal.requested.map((each) => [`${each.address} ${each.nonce}`, each]));
  for (const paid of chain.paid) {
    const request = asked.get(`${paid.address} ${paid.nonce}`);
    if (request?.to === paid.to && textOf(request) === textOf(paid)) continue;
    throw new Error(`withdrawal ${paid.address} ${paid.nonce} was not asked for as it was paid`);
  }
}

function checkExits(journal: JournalFacts, chain: ChainFacts): void {
  const paid = chain.exits.filter(({ quanta }) => quanta > 0);
  same('exits', { ledger: journal.exits.map(textOf), chain: paid.map(textOf) });
}

/**
 * Every trade that was not annulled is in the contract once, as it was matched; users are told what
 * became of theirs; nothing else is there.
 */
function checkSettled({ journal, chain, told, ends, backstop }: RoundFacts): void {
  const kept = journal.trades.filter(({ isAnnulled }) => !isAnnulled);
  const matched = kept.map((trade) => fillOf(trade, backstop));
  same('trades', { ledger: matched, chain: chain.fills });
  const inOrder = kept
    .filter(({ wasLeftOut }) => !wasLeftOut)
    .map((trade) => fillOf(trade, backstop));
  const usual = new Set(inOrder);
  const onChain = chain.fills.filter((fill) => usual.has(fill));
  for (const [place, expected] of inOrder.entries()) {
    if (onChain[place] === expected) continue;
    throw new Error(`trade ${expected} is settled out of order`);
  }
  if (journal.settledBatches !== chain.batches) {
    throw new Error(
      `the contract has ${chain.batches} batches, the ledger ${journal.settledBatches}`,
    );
  }
  for (const { tradeId } of told.fills.values()) {
    const end = journal.trades[tradeId - 1]?.isAnnulled === true ? 'annulled' : 'settled';
    if (ends.get(tradeId) === end) continue;
    const told = ends.get(tradeId) ?? 'not told';
    throw new Error(`trade ${tradeId} is ${end}, and its owner ${told}`);
  }
}

/**
 * Nobody's side is taken over who gave no reason, and by nobody else than the backstop; no trade is
 * annulled one of whose sides gave none.
 */
function checkTakenOver({ journal, backstop, narrowed }: RoundFacts): void {
  for (const { id, reassigned, wasLeftOut, isAnnulled, taker, maker } of journal.trades) {
    for (const { address } of isAnnulled ? [taker, maker] : []) {
      if (!narrowed.has(address))
        throw new Error(`trade ${id} of ${address} was annulled for nothing`);
    }
    if (wasLeftOut && narrowed.size === 0) {
      throw new Error(`trade ${id} was left out, and nobody gave reason for it`);
    }
    for (const { from, to } of reassigned) {
      if (to !== backstop) throw new Error(`trade ${id} was taken over by ${to}`);
      if (!narrowed.has(from)) throw new Error(`trade ${id} of ${from} was taken over for nothing`);
    }
  }
}

/** Ledger as users see it, ledger by the journal, contract, and what it must be are the same. */
async function checkBalances({ journal, chain, ledger }: RoundFacts): Promise<void> {
  const reckoned = reckonBalances(journal, chain);
  const everybody = new Set([...journal.balances.keys(), ...reckoned.addresses()]);
  for (const address of everybody) {
    const account = address === FEES ? chain.feeAccount : address;
    const inJournal = journal.balances.get(address) ?? assets.map(() => 0);
    const texts = {
      ledger: inJournal.join(' '),
      chain: (await chain.balances(account)).join(' '),
      reckoned: reckoned.of(address).join(' '),
      told: (ledger.get(address) ?? inJournal).join(' '),
    };
    if (new Set(Object.values(texts)).size === 1) continue;
    throw new Error(`balances of ${address} differ: ${JSON.stringify(texts)}`);
  }
}

/** The contract has the tokens of all balances, and whoever was paid has what was paid. */
async function checkTokens({ journal, chain, payouts }: RoundFacts): Promise<void> {
  const held = await chain.tokens(chain.clearingHouse);
  for (const { asset, amount } of held) {
    const sum = [...journal.balances.values()].reduce((all, own) => all + (own[asset] ?? 0), 0);
    const owed = BigInt(sum) * unitOf(asset);
    if (amount !== owed) throw new Error(`of asset ${asset} ${amount} are held and ${owed} owed`);
  }
  for (const payout of payouts) {
    for (const { asset, amount } of await chain.tokens(payout)) {
      const own = chain.paid.filter((each) => each.to === payout && each.asset === asset);
      const paid = own.reduce((sum, { quanta }) => sum + BigInt(quanta), 0n) * unitOf(asset);
      if (amount !== paid)
        throw new Error(`${payout} has ${amount} of ${asset}, paid were ${paid}`);
    }
  }
}

function fillOf(trade: TradeFact, backstop: string): string {
  const sides = [trade.taker, trade.maker].map((side) => sideOf(trade, { side, backstop }));
  return `${sides.join(' ')} ${trade.lots} ${trade.price}`;
}

function sideOf(
  trade: TradeFact,
  { side, backstop }: { readonly side: SideFact; readonly backstop: string },
): string {
  const address = sideAfter(trade, side.address);
  const isTakenOver = address === backstop && side.address !== backstop;
  return `${address} ${isTakenOver ? BACKSTOP_NONCES + trade.id : side.nonce}`;
}

function textOf({ address, asset, quanta }: Flow): string {
  return `${address} ${quanta} of ${asset}`;
}

/** The same things as often. @throws Error naming what one side has and the other not. */
function same(
  what: string,
  { ledger, chain }: { readonly ledger: readonly string[]; readonly chain: readonly string[] },
): void {
  const counts = new Map<string, number>();
  for (const text of ledger) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const text of chain) counts.set(text, (counts.get(text) ?? 0) - 1);
  for (const [text, count] of counts) {
    if (count === 0) continue;
    const [more, less] = count > 0 ? ['ledger', 'chain'] : ['chain', 'ledger'];
    throw new Error(
      `${what}: the ${more} has ${Math.abs(count)} times more than the ${less}: ${text}`,
    );
  }
}
