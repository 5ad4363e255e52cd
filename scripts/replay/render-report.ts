import { DASH } from '#lib/format/decimal-text.ts';
import { alignedTable, left, right } from './aligned-table.ts';
import type { DecimalTexts } from './decimal-texts.ts';
import {
  counted,
  describeRecord,
  instant,
  marketStateName,
  withDecimals,
} from './describe-record.ts';
import { orderLines } from './render-orders.ts';
import type {
  AccountReport,
  ExecutedRecord,
  Figure,
  JournalReport,
  LevelReport,
  MarketReport,
  ReplayReport,
  SnapshotReport,
} from './replay-report.ts';
import type { TornTail } from './replayed-exchange.ts';

/** The report as text for a terminal. */
export function renderReport(report: ReplayReport): string {
  const { texts } = report;
  const sections = [
    headLines(report),
    report.snapshot === null ? [] : snapshotLines(report.snapshot),
    eventLines(report.events, texts),
    custodyLines(report),
    accountLines(report),
    report.orders === null ? [] : orderLines(report.orders, texts),
    marketLines(report.markets),
    ...report.markets.map(bookLines),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** Lines of names and values, the values below one another. */
export function factLines(facts: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...facts.map(([name]) => name.length));
  return facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}

function headLines(report: ReplayReport): string[] {
  const { journal, base, chain, seq, time } = report;
  const asOf =
    seq === 0 ? 'the beginning; there is no record yet' : `record ${seq}, ${instant(time)}`;
  const engine = [
    counted(report.tradeCount, 'trade'),
    `${counted(report.accountCount, 'account')} (that of fees included)`,
    counted(report.openOrders, 'open order'),
  ];
  return factLines([
    ['Journal', journal.folder],
    ['Network', journal.network],
    ['Verified', verifiedText(journal)],
    ...(base === null
      ? []
      : [['Begun with', `the snapshot ${base.file}, record ${base.seq}`] as const]),
    ...(journal.tornTail === null ? [] : [['End', tornText(journal.tornTail)] as const]),
    ['As of', asOf],
    ['State hash', report.stateHash],
    ...(chain === null ? [] : [['Chain hash', chainText(chain, seq)] as const]),
    ['Contains', `${engine.join(', ')}; every invariant holds`],
  ]);
}

function verifiedText({ verifiedFrom, verifiedTo }: JournalReport): string {
  if (verifiedTo < verifiedFrom) return 'the header; there is no record yet';
  return `records ${verifiedFrom} to ${verifiedTo}: checksums, hash chain and numbers are right`;
}

function tornText({ file, offset, bytes }: TornTail): string {
  return (
    `${counted(bytes, 'byte')} of an unfinished write in ${file} at offset ${offset}; ` +
    'never acknowledged, cut off when the exchange starts'
  );
}

function chainText({ hash, firstSeq, lastSeq }: NonNullable<ReplayReport['chain']>, seq: number) {
  if (lastSeq === seq) return hash;
  return `${hash} (of the block with records ${firstSeq} to ${lastSeq})`;
}

function snapshotLines(snapshot: SnapshotReport): string[] {
  const { file, seq } = snapshot;
  if (snapshot.fits) {
    return [
      `Snapshot ${file}, record ${seq}: verified.`,
      `  Its state and hash chain are those that the journal leads to (state hash ${snapshot.stateHash}).`,
    ];
  }
  return [
    `Snapshot ${file}, record ${seq}: IT DIFFERS from what the journal leads to.`,
    `  state hash of the snapshot  ${snapshot.stateHash}`,
    `  state hash of the replay    ${snapshot.replayedHash}`,
    '  What differs, the snapshot first:',
    ...snapshot.differences.map((difference) => `    ${difference}`),
    '  Do not start the exchange from it. Move it away: an older snapshot, or the journal alone, is used then.',
  ];
}

function eventLines(events: readonly ExecutedRecord[], texts: DecimalTexts): string[] {
  if (events.length === 0) return [];
  return [
    'Records and what they did',
    ...events.flatMap(({ command, events: done }) => [
      `  ${command.seq}  ${instant(command.time)}  ${describeRecord(command, texts)}`,
      ...done.map((event) => `      → ${describeRecord(event, texts)}`),
      ...(done.length === 0 ? ['      → nothing'] : []),
    ]),
  ];
}

function figure({ units, text }: Figure): string {
  return withDecimals(text, units);
}

/** A price; a dash as long as there is none. */
function price(ticks: Figure): string {
  return ticks.units === 0 ? DASH : figure(ticks);
}

function assetName({ asset, symbol }: { readonly asset: number; readonly symbol: string | null }) {
  return symbol === null ? `asset ${asset}` : symbol;
}

function custodyLines({ custody }: ReplayReport): string[] {
  if (custody.length === 0) return ['Custody', '  nothing was deposited'];
  const rows = custody.map((held) => [assetName(held), figure(held)]);
  return [
    'Custody (in parentheses quanta)',
    ...alignedTable([left('asset'), right('amount')], rows),
  ];
}

function accountLines({ accounts, orders }: ReplayReport): string[] {
  const title = orders === null ? 'Balances of all accounts that hold something' : 'Balances';
  const columns = [
    left('account'),
    left('asset'),
    right('available'),
    right('locked'),
    left('address'),
  ];
  const rows = accounts.flatMap((account) => balanceRows(account));
  if (rows.length === 0) return [title, '  none'];
  const armed = accounts.filter(({ deadline }) => deadline !== 0);
  return [
    `${title} (in parentheses quanta)`,
    ...alignedTable(columns, rows),
    ...armed.map(
      ({ account, deadline }) =>
        `  The dead-man switch of account ${account} is armed for ${instant(deadline)}.`,
    ),
  ];
}

function balanceRows({ account, address, balances }: AccountReport): string[][] {
  const name = account === 0 ? '0 (fees)' : String(account);
  if (balances.length === 0) return [[name, DASH, DASH, DASH, address]];
  return balances.map((balance, index) => [
    index === 0 ? name : '',
    assetName(balance),
    figure(balance.available),
    figure(balance.locked),
    index === 0 ? address : '',
  ]);
}

function marketName({ market, symbol }: MarketReport): string {
  return symbol === null ? `market ${market}` : `${symbol} (${market})`;
}

function marketLines(markets: readonly MarketReport[]): string[] {
  if (markets.length === 0) return ['Markets', '  none is listed'];
  const columns = [
    left('market'),
    left('state'),
    right('last'),
    right('mark'),
    right('index'),
    right('best bid'),
    right('best ask'),
    right('waiting for triggers'),
  ];
  const rows = markets.map((market) => [
    marketName(market),
    marketStateName(market.state),
    price(market.last),
    price(market.mark),
    price(market.index),
    market.bid === null ? DASH : price(market.bid.price),
    market.ask === null ? DASH : price(market.ask.price),
    String(market.waiting),
  ]);
  return ['Markets (in parentheses ticks)', ...alignedTable(columns, rows)];
}

function bookLines(market: MarketReport): string[] {
  const title = `Book of ${marketName(market)}`;
  const { bids, asks } = market;
  if (bids.length === 0 && asks.length === 0) return [`${title}: empty`];
  const columns = [
    right('orders'),
    right('size'),
    right('bid'),
    right('ask'),
    right('size'),
    right('orders'),
  ];
  const rows = Array.from({ length: Math.max(bids.length, asks.length) }, (_, index) => {
    const [bid, ask] = [bids[index], asks[index]];
    return [
      ...(bid === undefined ? ['', '', ''] : levelCells(bid)),
      ...(ask === undefined ? [] : levelCells(ask).reverse()),
    ];
  });
  return [`${title} (in parentheses ticks and lots)`, ...alignedTable(columns, rows)];
}

function levelCells({ price: ticks, lots, orders }: LevelReport): string[] {
  return [String(orders), figure(lots), figure(ticks)];
}
