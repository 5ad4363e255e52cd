import { describe, expect, it } from 'vitest';
import type { Balance } from '#lib/domain/balance.ts';
import { deriveBalances } from './derive-balances.ts';

const prices = { 'BTC-USDT': 6_742_150, 'ETH-USDT': 350_000, 'LUX-USDT': 120_000 };

const having = (...balances: readonly Balance[]) =>
  new Map(balances.map((balance) => [balance.asset, balance]));

const rowOf = (asset: string, balances: ReadonlyMap<string, Balance>, at: object = prices) =>
  deriveBalances(balances, at as typeof prices).rows.find((row) => row.asset === asset);

describe('balances', () => {
  it('add what is available and what is in orders, and value it at the price', () => {
    const held = having({ asset: 'BTC', available: 75_000_000, locked: 25_000_000 });
    expect(rowOf('BTC', held)).toEqual({
      asset: 'BTC',
      total: { text: '1.00000000', exact: '1 BTC' },
      available: { text: '0.75000000', exact: '0.75 BTC' },
      inOrders: { text: '0.25000000', exact: '0.25 BTC' },
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
    const { rows, isEmpty, value } = deriveBalances(new Map(), {});
    expect(rows.map(({ asset }) => asset)).toEqual(['USDT', 'BTC', 'ETH', 'LUX']);
    expect(rows[1]).toMatchObject({ total: { text: '–' }, value: '–', dust: null });
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
    const held = having({ asset: 'BTC', available: Number.MAX_SAFE_INTEGER - 1, locked: 1 });
    expect(rowOf('BTC', held)?.total.exact).toBe('90071992.54740991 BTC');
  });
});
