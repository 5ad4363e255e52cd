import { describe, expect, it } from 'vitest';
import { findMarket } from '#lib/domain/market.ts';
import { deriveTicket } from './derive-ticket.ts';
import type { TicketContext } from './ticket-context.ts';
import { emptyTicket, type TicketInputs } from './ticket-inputs.ts';

const market = findMarket('BTC-USDT');
if (market === undefined) throw new Error('there is the market of Bitcoin');

const context: TicketContext = {
  market,
  trading: 'open',
  auction: null,
  book: { bids: [], asks: [{ priceTicks: 6_745_000, quantityLots: 10_000, orderCount: 1 }] },
  lastTicks: 6_742_150,
  indexTicks: 6_742_000,
  account: {
    kind: 'connected',
    step: null,
    balances: [{ asset: 'USDT', available: 100_000_000_000, locked: 0 }],
    orders: [],
    key: null,
  },
  connection: 'live',
  nowMs: 1_000_000,
};

const whole: TicketInputs = {
  ...emptyTicket,
  price: '67400',
  size: { kind: 'text', text: '1.25' },
};
const derive = (inputs: Partial<TicketInputs>) => deriveTicket({ ...whole, ...inputs }, context);
const iceberg = (display: string, inputs: Partial<TicketInputs> = {}) =>
  derive({ iceberg: true, display, ...inputs });

describe('an iceberg', () => {
  it('shows a part of itself, and says so on the button', () => {
    const { request, button, iceberg: option } = iceberg('0.1');
    expect(option).toEqual({ checked: true, disabled: false, reason: null });
    expect(request).toMatchObject({ displayLots: 1_000, quantityLots: 12_500 });
    expect(button.label).toBe('Buy 1.25 BTC at 67,400 limit, showing 0.1 BTC');
  });

  it.each(['0.1', '', '2', 'abc'])('changes nothing of the preview, showing "%s"', (display) => {
    const { lines, size } = derive({});
    expect(iceberg(display)).toMatchObject({ lines, size });
  });

  it.each([
    ['0.01255', 'Sizes go in steps of 0.0001. Nearest: 0.0125 or 0.0126.'],
    ['0', 'Enter more than zero.'],
    ['-1', /.+/u],
    ['0.0124', 'Show at least 0.0125 BTC, a hundredth of the order.'],
    ['1.25', 'Show less than the whole order, which is 1.25 BTC.'],
    ['7', 'Show less than the whole order, which is 1.25 BTC.'],
  ])('cannot show %s', (display, text) => {
    const view = iceberg(display);
    expect(view.display?.problem).toMatch(text);
    expect(view.button).toMatchObject({ label: 'Check the size to show', action: null });
    expect(view.request).toBeNull();
    // What is wrong with it is told nowhere else.
    expect(view.size.problem).toBeNull();
  });

  it('is asked how much it shows before it can be sent, and no sooner than for its size', () => {
    expect(iceberg('').button).toMatchObject({ label: 'Enter the size to show', action: null });
    expect(iceberg('').display?.problem).toBeNull();
    const unsized = { size: { kind: 'text', text: '' } } as const;
    expect(iceberg('1', unsized).button.label).toBe('Enter a size');
    expect(iceberg('1', unsized).display?.problem).toBeNull();
  });

  it('rounds the smallest part up to a lot', () => {
    const odd = { size: { kind: 'text', text: '1.2501' } } as const;
    expect(iceberg('0.0125', odd).display?.problem).toBe(
      'Show at least 0.0126 BTC, a hundredth of the order.',
    );
    expect(iceberg('0.0126', odd).button.action).toBe('submit');
  });

  it('may be post-only, stand for a time, and carry legs', () => {
    const terms = { postOnly: true, timeInForce: 'GTD', legs: true, takeProfit: '70000' } as const;
    expect(iceberg('0.5', terms).request).toMatchObject({ displayLots: 5_000, postOnly: true });
  });

  it.each([
    [{ type: 'market' }],
    [{ type: 'stop', trigger: '68000' }],
    [{ type: 'stop_limit', trigger: '68000' }],
    [{ timeInForce: 'IOC' }],
    [{ timeInForce: 'FOK', size: { kind: 'text', text: '0.5' }, price: '67450' }],
  ] as const)('is not to be had with %o', (inputs) => {
    const view = iceberg('0.1', inputs);
    expect(view.display).toBeNull();
    expect(view.iceberg).toMatchObject({ checked: false, disabled: true });
    expect(view.iceberg.reason).toContain('limit order');
    expect(view.request?.displayLots).toBe(0);
  });
});
