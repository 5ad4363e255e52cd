import { describe, expect, it } from 'vitest';
import type { StatusReport } from '#lib/queries/fetch-status.ts';
import {
  contractLines,
  endpointLines,
  overallTone,
  reconciliationLine,
  serviceLines,
  settlementLines,
} from './derive-status.ts';

const HASH = `0x${'ab'.repeat(32)}` as const;
const NOW = 1_000_000;

const settlement: NonNullable<StatusReport['settlement']> = {
  state: 'working',
  why: null,
  unsettled_trades: 3,
  quarantined_trades: 0,
  oldest_unsettled_ms: 4_000,
  last_settled: {
    batch: 12,
    status: 'settled',
    tx_hash: HASH,
    block: 1_234,
    first_trade: 10,
    last_trade: 10,
    withdrawals: 2,
    gas_used: 1_200_000,
    timestamp: NOW - 9_000,
  },
  in_flight: null,
  operator: `0x${'0e'.repeat(20)}`,
  operator_balance: `${10n ** 19n}`,
  final_block: 1_230,
};

const report = (changes: Partial<StatusReport> = {}): StatusReport => ({
  version: '1',
  network: 'local',
  chain_id: 1337,
  ready: true,
  services: [
    { name: 'engine', ok: true, detail: 'Runs.' },
    { name: 'journal', ok: false, detail: 'The disk is full.' },
  ],
  queues: { open_orders: 1_500, unsettled_trades: 3, quarantined_trades: 0 },
  settlement,
  reconciliation: {
    block: 5,
    timestamp: NOW - 2_000,
    accounts_checked: 7,
    differences: 0,
    agrees: true,
  },
  contracts: null,
  endpoints: [],
  block: { number: 1_240, hash: HASH, parent_hash: HASH, timestamp: NOW, base_fee: null },
  seq: 1,
  timestamp: NOW,
  ...changes,
});

const line = (name: string, changes: Partial<typeof settlement> = {}) =>
  settlementLines(report({ settlement: { ...settlement, ...changes } })).find(
    (each) => each.name === name,
  );

describe('the status page’s lines', () => {
  it('give each service its own words', () => {
    expect(serviceLines(report()).map(({ name, tone }) => `${name} ${tone}`)).toEqual([
      'Engine up',
      'Journal down',
    ]);
    expect(serviceLines(report())[1]?.detail).toBe('The disk is full.');
  });

  it('grow more urgent with the age of the oldest pending fill', () => {
    expect(line('Pending fills')).toMatchObject({ tone: 'up', state: '3' });
    expect(line('Pending fills', { oldest_unsettled_ms: 120_000 })?.tone).toBe('warn');
    expect(line('Pending fills', { oldest_unsettled_ms: 600_000 })?.tone).toBe('down');
    expect(line('Pending fills', { oldest_unsettled_ms: null })?.detail).toBe(
      'Everything is settled.',
    );
  });

  it('lead to the last batch’s transaction', () => {
    expect(line('Last settled batch')).toMatchObject({
      state: 'No. 12',
      detail: '1 trade · 2 withdrawals · block 1,234 · 1,200,000 gas · sent 9s ago',
      transaction: HASH,
    });
    expect(line('Batch in flight')?.state).toBe('None');
  });

  it('count no trades in a batch of withdrawals alone', () => {
    const last_settled = settlement.last_settled && {
      ...settlement.last_settled,
      first_trade: 11,
      last_trade: 10,
    };
    expect(line('Last settled batch', { last_settled })?.detail).toMatch(/^0 trades · /);
  });

  it('say why settlement stands, and tell a pause from a halt', () => {
    expect(line('Settlement', { state: 'halted', why: 'Balances differ.' })).toMatchObject({
      tone: 'down',
      state: 'Halted',
      detail: 'Balances differ.',
    });
    expect(line('Settlement', { state: 'paused' })?.tone).toBe('warn');
    expect(settlementLines(report({ settlement: null })).at(-1)?.state).toBe('Not running');
  });

  it('ask for coins before the operator has none', () => {
    expect(line('Operator')?.tone).toBe('up');
    expect(line('Operator', { operator_balance: '1' })).toMatchObject({ tone: 'warn' });
    expect(line('Operator', { operator: null })?.tone).toBe('down');
    expect(line('Operator', { operator_balance: null })?.detail).toContain('unknown');
  });

  it('tell a difference between ledger and chain', () => {
    expect(reconciliationLine(report()).state).toBe('Agree');
    const reconciliation = {
      ...{ block: 5, timestamp: NOW, accounts_checked: 7 },
      ...{ differences: 1, agrees: false },
    };
    expect(reconciliationLine(report({ reconciliation }))).toMatchObject({
      tone: 'down',
      state: '1 difference',
    });
    expect(reconciliationLine(report({ reconciliation: null })).tone).toBe('neutral');
  });

  it('tell endpoints that are away from those that lag', () => {
    const endpoint = { name: 'a:1', healthy: true, last_error: null, latency_ms: 3.4, head: 9 };
    const [good, late, away] = endpointLines(
      report({
        endpoints: [
          { ...endpoint, blocks_behind: 0 },
          { ...endpoint, blocks_behind: 4 },
          { ...endpoint, healthy: false, last_error: 'refused', blocks_behind: null },
        ],
      }),
    );
    expect(good).toMatchObject({ tone: 'up', detail: '3 ms · block 9' });
    expect(late).toMatchObject({ tone: 'warn', detail: '3 ms · block 9 · 4 behind' });
    expect(away).toMatchObject({ tone: 'down', detail: '3 ms · block 9 · refused' });
  });

  it('miss code only where code belongs', () => {
    const address = `0x${'aa'.repeat(20)}` as const;
    const block = { number: 1n, hash: HASH, parentHash: HASH, timestamp: 1n, baseFeeWei: null };
    const lines = contractLines({
      block,
      latencyMs: 1,
      contracts: [
        { name: 'clearingHouse', address, expected: true, bytes: 24_000, hash: HASH },
        { name: 'wlux', address, expected: true, bytes: 0, hash: null },
        { name: 'treasury', address, expected: false, bytes: 0, hash: null },
      ],
    });
    expect(lines.map(({ state, tone }) => `${state} ${tone}`)).toEqual([
      '24,000 bytes up',
      'No code down',
      'An account neutral',
    ]);
  });
});

describe('overallTone', () => {
  it('is that of the worst line', () => {
    const of = (tone: 'up' | 'warn' | 'down' | 'neutral') => ({
      name: '',
      tone,
      state: '',
      detail: '',
    });
    expect(overallTone([])).toBe('neutral');
    expect(overallTone([of('neutral'), of('up')])).toBe('up');
    expect(overallTone([of('up'), of('warn')])).toBe('warn');
    expect(overallTone([of('down'), of('warn')])).toBe('down');
  });
});
