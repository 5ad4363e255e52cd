import { describe, expect, it } from 'vitest';
import type { Balance } from '#lib/domain/balance.ts';
import type { PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import { deriveBalances, type Holdings } from './derive-balances.ts';

const prices = { 'BTC-USDT': 6_742_150, 'ETH-USDT': 350_000, 'LUX-USDT': 120_000 };

const nothing: Holdings = {
  balances: new Map(),
  settling: new Map(),
  deposits: [],
  withdrawals: [],
  wallet: null,
};

const having = (...balances: readonly Balance[]): Holdings => ({
  ...nothing,
  balances: new Map(balances.map((balance) => [balance.asset, balance])),
});

const rowOf = (asset: string, holdings: Holdings, at: object = prices) =>
  deriveBalances(holdings, at as typeof prices).rows.find((row) => row.asset === asset);

const hash = `0x${'ab'.repeat(32)}` as const;

const deposit = (confirmations: number, quanta: number): PendingDeposit => ({
  account: '0x1',
  asset: 'BTC',
  quanta,
  confirmations,
  needed: 3,
  transaction: hash,
  depositId: confirmations + 1,
});

const withdrawal = (stage: Withdrawal['stage'], quanta: number): Withdrawal => ({
  nonce: quanta,
  asset: 'USDT',
  quanta,
  to: '0x1',
  stage,
  transaction: null,
  requestedMs: 0,
});

const NONE = { text: '–', exact: '0 BTC' };

describe('balances', () => {
  it('are split by where they are, and valued at the price', () => {
    const held = having({ asset: 'BTC', available: 75_000_000, locked: 25_000_000 });
    expect(rowOf('BTC', held)).toEqual({
      asset: 'BTC',
      available: { text: '0.75000000', exact: '0.75 BTC' },
      inOrders: { text: '0.25000000', exact: '0.25 BTC' },
      settling: NONE,
      arriving: NONE,
      confirmations: null,
      withdrawing: NONE,
      inWallet: { text: '–', exact: 'Not known yet' },
      value: '67,421.50',
      dust: null,
    });
  });

  it('value each asset by the units of its market', () => {
    const all = having(
      { asset: 'USDT', available: 1_500_000, locked: 0 },
      { asset: 'ETH', available: 200_000_000, locked: 0 },
      { asset: 'LUX', available: 10_000_000, locked: 0 },
    );
    expect(rowOf('USDT', all)?.value).toBe('1.50');
    expect(rowOf('ETH', all)?.value).toBe('7,000.00');
    expect(rowOf('LUX', all)?.value).toBe('120.00');
    expect(deriveBalances(all, prices).value).toBe('7,121.50');
  });

  it('list every asset, with dashes where there is nothing', () => {
    const { rows, isEmpty, value } = deriveBalances(nothing, {});
    expect(rows.map(({ asset }) => asset)).toEqual(['USDT', 'BTC', 'ETH', 'LUX']);
    expect(rows[1]).toMatchObject({ available: { text: '–' }, value: '–', dust: null });
    expect({ isEmpty, value }).toEqual({ isEmpty: true, value: '0.00' });
  });

  it('have no value while a price is missing, and no sum either', () => {
    const held = having({ asset: 'BTC', available: 1, locked: 0 });
    expect(rowOf('BTC', held, {})?.value).toBe('–');
    expect(deriveBalances(held, {}).value).toBeNull();
  });

  it('say what can be done with less than a lot', () => {
    const dust = having({ asset: 'BTC', available: 9_999, locked: 0 });
    expect(rowOf('BTC', dust)?.dust).toBe(
      'Less than one lot (0.0001 BTC): can be withdrawn, not sold',
    );
    const lot = having({ asset: 'BTC', available: 10_000, locked: 0 });
    expect(rowOf('BTC', lot)?.dust).toBeNull();
    expect(rowOf('USDT', having({ asset: 'USDT', available: 1, locked: 0 }))?.dust).toBeNull();
  });

  it('do not lose a quantum of the largest amounts', () => {
    const held = having({ asset: 'BTC', available: Number.MAX_SAFE_INTEGER, locked: 0 });
    expect(rowOf('BTC', held)?.available.exact).toBe('90071992.54740991 BTC');
  });
});

describe('money on its way', () => {
  it('in: deposits together, with the confirmations of the one that is least far', () => {
    const row = rowOf('BTC', { ...nothing, deposits: [deposit(2, 100), deposit(1, 23)] });
    expect(row).toMatchObject({ arriving: { exact: '0.00000123 BTC' }, confirmations: '1 of 3' });
    expect(deriveBalances({ ...nothing, deposits: [deposit(0, 1)] }, prices).isEmpty).toBe(false);
  });

  it('out: what is neither paid nor returned, and is worth something until it is', () => {
    const withdrawals = [
      withdrawal('requested', 1_000_000),
      withdrawal('settling', 500_000),
      withdrawal('paid', 7_000_000),
      withdrawal('returned', 9_000_000),
    ];
    const { rows, value, isEmpty } = deriveBalances({ ...nothing, withdrawals }, prices);
    expect(rows[0]?.withdrawing.exact).toBe('1.5 USDT');
    expect({ value, isEmpty }).toEqual({ value: '1.50', isEmpty: false });
  });

  it('to the chain: the net of trades, with its sign', () => {
    const settling = new Map([
      ['BTC', 1_000_000],
      ['USDT', -674_215_000],
    ]);
    expect(rowOf('BTC', { ...nothing, settling })?.settling.text).toBe('+0.01');
    expect(rowOf('USDT', { ...nothing, settling })?.settling.text).toBe('−674.215');
  });

  it('outside: the wallet’s, in the decimals of the token', () => {
    const wallet = new Map([['ETH', 1_500_000_000_000_000_001n]]);
    expect(rowOf('ETH', { ...nothing, wallet })?.inWallet).toEqual({
      text: '1.5',
      exact: '1.500000000000000001 ETH',
    });
    expect(rowOf('BTC', { ...nothing, wallet })?.inWallet.exact).toBe('Not known yet');
  });
});
