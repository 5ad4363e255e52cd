import { describe, expect, it } from 'vitest';
import type { MarketStatus } from '#lib/domain/market-status.ts';
import { marketStep } from './market-step.ts';
import { emptyTicket, type TicketInputs } from './ticket-inputs.ts';

const book = { bids: [], asks: [] };
const limit: TicketInputs = { ...emptyTicket, type: 'limit', timeInForce: 'GTC' };

const step = (trading: MarketStatus | null, inputs: Partial<TicketInputs> = {}) =>
  marketStep({ ...limit, ...inputs }, { trading, book });

describe('marketStep', () => {
  it.each([
    ['open', {}],
    ['open', { type: 'market' }],
    ['open', { type: 'stop' }],
    ['pre-open', {}],
    ['pre-open', { timeInForce: 'GTD' }],
    ['post-only', { postOnly: true }],
    ['post-only', { postOnly: true, timeInForce: 'GTD', iceberg: true }],
  ] as const)('lets into a market that is %s what it takes: %o', (status, inputs) => {
    expect(step(status, inputs)).toBeNull();
  });

  it.each([
    ['pre-open', { type: 'market' }, /limit order/],
    ['pre-open', { type: 'stop_limit' }, /stop/],
    ['pre-open', { timeInForce: 'IOC' }, /would do nothing. Choose “Until canceled”/],
    ['pre-open', { timeInForce: 'FOK' }, /would do nothing/],
    ['pre-open', { postOnly: true }, /post-only off/],
    ['pre-open', { iceberg: true }, /iceberg off/],
    ['pre-open', { legs: true }, /Take-profit/],
    ['post-only', {}, /Mark the order post-only/],
    ['post-only', { type: 'market' }, /Choose a limit order/],
    ['post-only', { type: 'stop', postOnly: true }, /Choose a limit order/],
    ['post-only', { timeInForce: 'IOC', postOnly: true }, /Choose a limit order/],
    ['cancel-only', { postOnly: true }, /canceled, or made smaller/],
    ['halted', {}, /No order is taken/],
    ['delisted', {}, /another market/],
  ] as const)('says to a market that is %s why not: %o', (status, inputs, reason) => {
    expect(step(status, inputs)).toMatchObject({
      action: null,
      reason: expect.stringMatching(reason),
    });
  });

  it('sends nothing before the exchange has told what the market takes', () => {
    expect(step(null)).toEqual({ label: 'Reading the market…', action: null, reason: null });
  });

  it('waits for the book with a market order alone', () => {
    const market = { ...limit, type: 'market' } as const;
    expect(marketStep(market, { trading: 'open', book: null })?.label).toBe('Reading the book…');
    expect(marketStep(limit, { trading: 'open', book: null })).toBeNull();
  });
});
