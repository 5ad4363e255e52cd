import type { Hash } from '#lib/domain/address.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { formatAmount } from '#lib/format/format-amount.ts';
import { formatAge } from '#lib/format/format-time.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { WireNumber } from '#lib/protocol/wire-number.ts';
import type { StatusReport } from '#lib/queries/fetch-status.ts';
import type { ChainFindings } from './read-contract-code.ts';

/** `up` works, `warn` wants somebody's eye, `down` does not work, `neutral` says nothing of the kind. */
export type StatusTone = 'up' | 'warn' | 'down' | 'neutral';

/** One line of a status table. */
export type StatusLine = {
  readonly name: string;
  readonly tone: StatusTone;
  /** In a word or a number. */
  readonly state: string;
  readonly detail: string;
  /** A transaction that belongs to it. */
  readonly transaction?: Hash;
};

/** How old a trade may grow before its settlement wants somebody's eye, and before it is late. */
const LAG_WARN_MS = 120_000;
const LAG_DOWN_MS = 600_000;

/** Coins with which an operator should be filled up, wei. */
const LOW_COINS = 10n ** 18n;

/** Blocks that the ledger may be behind the chain. */
const BLOCKS_WARN = 30;

/** Parts of the exchange, each working or not. */
export function serviceLines({ services }: StatusReport): readonly StatusLine[] {
  return services.map(({ name, ok, detail }) => ({
    name: capitalized(name),
    tone: ok ? 'up' : 'down',
    state: ok ? 'Works' : 'Does not work',
    detail,
  }));
}

/** RPC endpoints that the exchange reads the chain through. */
export function endpointLines({ endpoints }: StatusReport): readonly StatusLine[] {
  return endpoints.map((endpoint) => {
    const { name, healthy, latency_ms: latency, blocks_behind: behind } = endpoint;
    const parts = [
      latency === null ? null : `${milliseconds(latency)} ms`,
      endpoint.head === null ? null : `block ${count(endpoint.head)}`,
      behind === null || behind === 0 ? null : `${count(behind)} behind`,
      endpoint.last_error,
    ];
    return {
      name,
      tone: endpointTone(healthy, behind),
      state: healthy ? 'Answers' : 'Does not answer',
      detail: parts.filter((part) => part !== null).join(' · '),
    };
  });
}

/** A fraction comes as its exact text. */
function milliseconds(latency: WireNumber): number {
  return Math.round(typeof latency === 'number' ? latency : Number(latency.text));
}

function endpointTone(healthy: boolean, behind: number | null): StatusTone {
  if (!healthy) return 'down';
  return behind !== null && behind > 1 ? 'warn' : 'up';
}

/** What waits, and since when. */
export function settlementLines(report: StatusReport): readonly StatusLine[] {
  const { settlement, queues } = report;
  const orders: StatusLine = {
    name: 'Open orders',
    tone: 'neutral',
    state: count(queues.open_orders),
    detail: 'Resting in the books.',
  };
  if (settlement === null) {
    const state = 'Not running';
    const detail = 'Nothing settles on this network.';
    return [orders, { name: 'Settlement', tone: 'neutral', state, detail }];
  }
  return [
    settlementLine(settlement),
    lagLine(settlement),
    batchLine('Last settled batch', settlement.last_settled, report.timestamp),
    batchLine('Batch in flight', settlement.in_flight, report.timestamp),
    quarantineLine(settlement),
    orders,
    operatorLine(settlement),
    finalBlockLine(settlement, report),
  ];
}

type SettlementReport = NonNullable<StatusReport['settlement']>;

function settlementLine({ state, why }: SettlementReport): StatusLine {
  const name = 'Settlement';
  if (state === 'working') {
    return { name, tone: 'up', state: 'Works', detail: why ?? 'Batches go out as they fill.' };
  }
  const paused = state === 'paused';
  return {
    name,
    tone: paused ? 'warn' : 'down',
    state: paused ? 'Paused' : 'Halted',
    detail: why ?? 'No reason is given.',
  };
}

function lagLine({
  unsettled_trades: trades,
  oldest_unsettled_ms: oldestMs,
}: SettlementReport): StatusLine {
  const name = 'Pending fills';
  const state = count(trades);
  if (oldestMs === null) return { name, tone: 'up', state, detail: 'Everything is settled.' };
  return {
    name,
    tone: lagTone(oldestMs),
    state,
    detail: `The oldest was matched ${formatAge(oldestMs)} ago.`,
  };
}

function lagTone(oldestMs: number): StatusTone {
  if (oldestMs >= LAG_DOWN_MS) return 'down';
  return oldestMs >= LAG_WARN_MS ? 'warn' : 'up';
}

function batchLine(
  name: string,
  batch: SettlementReport['last_settled'],
  nowMs: number,
): StatusLine {
  if (batch === null) return { name, tone: 'neutral', state: 'None', detail: '' };
  const trades = Math.max(0, batch.last_trade - batch.first_trade + 1);
  const parts = [
    `${count(trades)} ${trades === 1 ? 'trade' : 'trades'}`,
    batch.withdrawals === 0
      ? null
      : `${count(batch.withdrawals)} ${batch.withdrawals === 1 ? 'withdrawal' : 'withdrawals'}`,
    batch.block === null ? null : `block ${count(batch.block)}`,
    batch.gas_used === null ? null : `${count(batch.gas_used)} gas`,
    `sent ${formatAge(Math.max(0, nowMs - batch.timestamp))} ago`,
  ];
  return {
    name,
    tone: 'neutral',
    state: `No. ${count(batch.batch)}`,
    detail: parts.filter((part) => part !== null).join(' · '),
    ...(batch.tx_hash === null ? {} : { transaction: batch.tx_hash }),
  };
}

function quarantineLine({ quarantined_trades: trades }: SettlementReport): StatusLine {
  return {
    name: 'Quarantined trades',
    tone: trades === 0 ? 'up' : 'warn',
    state: count(trades),
    detail: trades === 0 ? 'The contract takes all.' : 'The contract refuses them as they are.',
  };
}

function operatorLine({ operator, operator_balance: balance }: SettlementReport): StatusLine {
  const name = 'Operator';
  if (operator === null) {
    return { name, tone: 'down', state: 'None', detail: 'No key of an operator is at hand.' };
  }
  const wei = balance === null ? null : BigInt(balance);
  const low = wei !== null && wei < LOW_COINS;
  const has = wei === null ? 'Balance unknown' : `${formatAmount(wei, 18, { maxDecimals: 4 })} LUX`;
  return {
    name,
    tone: low ? 'warn' : 'up',
    state: shortenAddress(operator),
    detail: low ? `${has} for network costs: fill it up.` : `${has} for network costs.`,
  };
}

function finalBlockLine(
  { final_block: final }: SettlementReport,
  { block }: StatusReport,
): StatusLine {
  const name = 'Events taken in';
  if (final === null) return { name, tone: 'warn', state: 'None yet', detail: '' };
  const behind = block === null ? null : Math.max(0, block.number - final);
  return {
    name,
    tone: behind !== null && behind > BLOCKS_WARN ? 'warn' : 'up',
    state: `Block ${count(final)}`,
    detail: behind === null ? '' : `${count(behind)} behind the head.`,
  };
}

/** The ledger against the chain. */
export function reconciliationLine({ reconciliation, timestamp }: StatusReport): StatusLine {
  const name = 'Ledger and chain';
  if (reconciliation === null) {
    return { name, tone: 'neutral', state: 'Not compared yet', detail: '' };
  }
  const { agrees, differences, block, accounts_checked: accounts } = reconciliation;
  const age = formatAge(Math.max(0, timestamp - reconciliation.timestamp));
  return {
    name,
    tone: agrees ? 'up' : 'down',
    state: agrees
      ? 'Agree'
      : `${count(differences)} ${differences === 1 ? 'difference' : 'differences'}`,
    detail: `${count(accounts)} accounts at block ${count(block)}, ${age} ago.`,
  };
}

/** Contracts as the chain has them. */
export function contractLines(findings: ChainFindings): readonly (StatusLine & {
  readonly address: string;
})[] {
  return findings.contracts.map(({ name, address, expected, bytes, hash }) => ({
    name,
    address,
    tone: codeTone(expected, bytes),
    state: codeState(expected, bytes),
    detail: hash === null ? '' : hash,
  }));
}

function codeTone(expected: boolean, bytes: number): StatusTone {
  if (!expected) return 'neutral';
  return bytes === 0 ? 'down' : 'up';
}

function codeState(expected: boolean, bytes: number): string {
  if (bytes > 0) return `${count(bytes)} bytes`;
  return expected ? 'No code' : 'An account';
}

/** The whole in a word: the worst of what counts. */
export function overallTone(lines: readonly StatusLine[]): StatusTone {
  for (const tone of ['down', 'warn'] as const) {
    if (lines.some((line) => line.tone === tone)) return tone;
  }
  return lines.some((line) => line.tone === 'up') ? 'up' : 'neutral';
}

function count(value: number): string {
  return decimalText(BigInt(value), 0);
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
