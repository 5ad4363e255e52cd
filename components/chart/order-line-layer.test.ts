import type { Coordinate, IPriceLine } from 'lightweight-charts';
import { beforeEach, describe, expect, it } from 'vitest';
import { findMarket } from '#lib/domain/market.ts';
import { storedOrder } from '#scripts/testing/stored-rows.ts';
import { createOrderLineLayer } from './order-line-layer.ts';

const market = findMarket('BTC-USDT');
if (market === undefined) throw new Error('there is the market of Bitcoin');

const palette = {
  background: '#000000',
  text: '#ffffff',
  line: '#111111',
  edge: '#222222',
  raised: '#333333',
  up: '#00ff00',
  down: '#ff0000',
  fontFamily: 'monospace',
};

/** What the axis shows: prices by title, and how often a line was made. */
let shown: Map<object, { price: number; title: string }>;
let made: number;

function layer() {
  if (market === undefined) throw new Error('there is no market');
  return createOrderLineLayer(
    {
      createPriceLine: (options) => {
        made += 1;
        const line: IPriceLine = {
          applyOptions: (changed) => {
            const before = shown.get(line);
            if (before !== undefined) shown.set(line, { ...before, ...changed });
          },
          options: () => {
            throw new Error('nobody asks');
          },
        };
        shown.set(line, { price: options.price, title: options.title ?? '' });
        return line;
      },
      removePriceLine: (line) => shown.delete(line),
      // A pixel is a unit of the axis, upside down.
      priceToCoordinate: (price) => (1_000 - price) as Coordinate,
    },
    { market, palette },
  );
}

const order = (orderId: number, price: number) =>
  storedOrder(orderId, { status: 'open', priceTicks: price * 100 });

beforeEach(() => {
  shown = new Map();
  made = 0;
});

const prices = () => [...shown.values()].map(({ price }) => price);

describe('the lines of orders', () => {
  it('come, move and go with the orders, each line staying the same', () => {
    const lines = layer();
    lines.draw({ orders: [order(1, 500), order(2, 600)], moved: null });
    lines.draw({ orders: [order(1, 510), order(2, 600)], moved: null });
    expect(prices()).toEqual([510, 600]);
    expect(made).toBe(2);
    lines.draw({ orders: [order(2, 600)], moved: null });
    expect(prices()).toEqual([600]);
  });

  it('are found within reach of the pointer, the nearest one', () => {
    const lines = layer();
    lines.draw({ orders: [order(1, 500), order(2, 504)], moved: null });
    expect(lines.lineAt(499)?.orderId).toBe(1);
    expect(lines.lineAt(497)?.orderId).toBe(2);
    expect(lines.lineAt(520)).toBeNull();
  });

  it('stay with the pointer while they are dragged, though orders change', () => {
    const lines = layer();
    lines.draw({ orders: [order(1, 500)], moved: null });
    lines.drag(1, 55_000);
    lines.draw({ orders: [order(1, 500), order(2, 600)], moved: null });
    expect(prices()).toEqual([550, 600]);
    expect([...shown.values()][0]?.title).toMatch(/^Move: Buy/);
    lines.drop();
    expect(prices()).toEqual([500, 600]);
  });
});
