import { describe, expect, it } from 'vitest';
import { findMarket, type Market } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import { storedOrder } from '#scripts/testing/stored-rows.ts';
import { deriveEdit, type EditField, editObstacle, editText } from './derive-edit.ts';

const market = findMarket('BTC-USDT') as Market;

const limit = storedOrder(4, {
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  priceTicks: 6_742_150,
  quantityLots: 2_500,
  filledLots: 500,
  triggerTicks: 0,
  status: 'partial',
});

const stop: Order = {
  ...limit,
  side: 'sell',
  type: 'stop',
  triggerTicks: 6_000_000,
  filledLots: 0,
  status: 'waiting',
};

const edited = (order: Order, field: EditField, text: string) =>
  deriveEdit(order, { field, text, market });

const problem = (order: Order, field: EditField, text: string) => {
  const read = edited(order, field, text);
  return read.kind === 'problem' ? read.text : null;
};

describe('editing an open order', () => {
  it('changes price and trigger of a leg that waits for its entry, and leaves its size', () => {
    const leg = { ...stop, parentId: 4, status: 'pending' } as const;
    const obstacle = (field: EditField) => editObstacle(leg, { field, isLinked: true });
    expect(obstacle('size')).toMatch(/that of its entry/u);
    expect(obstacle('trigger')).toBeNull();
    expect(obstacle('price')).toMatch(/market price/u);
    const profit = { ...limit, parentId: 4, status: 'pending' } as const;
    expect(editObstacle(profit, { field: 'price', isLinked: true })).toBeNull();
    expect(editObstacle(profit, { field: 'trigger', isLinked: true })).toMatch(/no trigger/u);
  });

  it('begins with what stands there, as one types it', () => {
    expect(editText(limit, { field: 'price', market })).toBe('67421.5');
    expect(editText(limit, { field: 'size', market })).toBe('0.25');
    expect(editText(stop, { field: 'trigger', market })).toBe('60000');
  });

  it('changes one thing and leaves the rest', () => {
    expect(edited(limit, 'price', '67000')).toEqual({
      kind: 'edit',
      edit: { orderId: 4, priceTicks: 6_700_000, quantityLots: 0, triggerTicks: 0 },
    });
    expect(edited(limit, 'size', '0.1')).toEqual({
      kind: 'edit',
      edit: { orderId: 4, priceTicks: 0, quantityLots: 1_000, triggerTicks: 0 },
    });
  });

  it('moves the protection price of a stop with its trigger', () => {
    expect(edited(stop, 'trigger', '59000')).toEqual({
      kind: 'edit',
      edit: { orderId: 4, priceTicks: 5_605_000, quantityLots: 0, triggerTicks: 5_900_000 },
    });
    const stopLimit = { ...stop, type: 'stop_limit' } as const;
    expect(edited(stopLimit, 'trigger', '59000')).toMatchObject({ edit: { priceTicks: 0 } });
  });

  it('asks for nothing where nothing changed', () => {
    expect(edited(limit, 'price', '67421.50')).toEqual({ kind: 'unchanged' });
    expect(edited(limit, 'size', '0.2500')).toEqual({ kind: 'unchanged' });
  });

  it.each<[EditField, string, RegExp]>([
    ['price', '', /^Enter a price/],
    ['price', '0', /more than zero/],
    ['price', '67421.505', /steps of 0\.01/],
    ['price', 'abc', /./],
    ['price', '-5', /./],
    ['price', '1e5', /./],
    ['price', '99999999999', /most that can be counted/],
    ['size', '0.00005', /steps of 0\.0001/],
    ['size', '0.05', /0\.05 BTC of it is filled already/],
    ['size', '0.01', /filled already/],
  ])('does not take %s %j', (field, text, words) => {
    expect(problem(limit, field, text)).toMatch(words);
  });

  it('does not let an order be raised beyond the largest, or be worth less than the smallest', () => {
    const small = { ...market, maxQuantity: 3_000 };
    expect(deriveEdit(limit, { field: 'size', text: '0.3001', market: small })).toMatchObject({
      text: 'The largest order is 0.3 BTC.',
    });
    expect(problem({ ...limit, quantityLots: 501 }, 'price', '0.01')).toMatch(/worth 1\.00 USDT/);
  });
});

describe('what can be edited', () => {
  const obstacle = (order: Order, field: EditField, isLinked = false) =>
    editObstacle(order, { field, isLinked });

  it('is the price of limits, the trigger of what waits for one, and the size', () => {
    expect(obstacle(limit, 'price')).toBeNull();
    expect(obstacle(limit, 'size')).toBeNull();
    expect(obstacle(limit, 'trigger')).toMatch(/no trigger/);
    expect(obstacle(stop, 'trigger')).toBeNull();
    expect(obstacle(stop, 'price')).toMatch(/market price/);
    expect(obstacle({ ...stop, status: 'open' }, 'trigger')).toMatch(/no trigger/);
  });

  it('is not the size of what is tied to others', () => {
    expect(obstacle(limit, 'size', true)).toMatch(/tied/);
    expect(obstacle(limit, 'price', true)).toBeNull();
  });
});
