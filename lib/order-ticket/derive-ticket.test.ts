import { describe, expect, it } from 'vitest';
import { type Market, markets } from '#lib/domain/market.ts';
import type { Order } from '#lib/domain/order.ts';
import { deriveTicket } from './derive-ticket.ts';
import type { TicketAccount, TicketContext } from './ticket-context.ts';
import { emptyTicket, type TicketInputs } from './ticket-inputs.ts';

const [bitcoin] = markets;
if (bitcoin === undefined) throw new Error('there is no market');
const market: Market = bitcoin;

const level = (priceTicks: number, quantityLots: number) => ({
  priceTicks,
  quantityLots,
  orderCount: 1,
});

/** 100,000 USDT and 2 BTC. */
const connected: TicketAccount = {
  kind: 'connected',
  step: null,
  balances: [
    { asset: 'USDT', available: 100_000_000_000, locked: 0 },
    { asset: 'BTC', available: 200_000_000, locked: 0 },
  ],
  orders: [],
  key: null,
};

const anyKey = { symbols: null, maxNotional: null, expiresMs: 2_000_000 } as const;

/** Asks 1 BTC at 67,450 and 2 at 67,500; bids 1 at 67,400 and 3 at 67,300. */
const context: TicketContext = {
  market,
  trading: 'open',
  auction: null,
  book: {
    bids: [level(6_740_000, 10_000), level(6_730_000, 30_000)],
    asks: [level(6_745_000, 10_000), level(6_750_000, 20_000)],
  },
  lastTicks: 6_742_150,
  indexTicks: 6_742_000,
  account: connected,
  connection: 'live',
  nowMs: 1_000_000,
};

const size = (text: string) => ({ size: { kind: 'text', text } }) as const;
const derive = (inputs: Partial<TicketInputs>, given: Partial<TicketContext> = {}) =>
  deriveTicket({ ...emptyTicket, ...inputs }, { ...context, ...given });
const lineOf = (view: ReturnType<typeof derive>, id: string) =>
  view.lines.find((line) => line.id === id)?.value;

const order: Order = {
  orderId: 9,
  clientOrderId: null,
  symbol: market.symbol,
  side: 'sell',
  type: 'limit',
  timeInForce: 'GTC',
  postOnly: false,
  reduceOnly: false,
  priceTicks: 6_745_000,
  quantityLots: 10_000,
  filledLots: 0,
  filledQuanta: 0,
  triggerTicks: 0,
  status: 'open',
  reason: null,
  parentId: 0,
  expiresMs: 0,
  createdMs: 0,
  updatedMs: 0,
};

describe('the button', () => {
  it.each<[string, Partial<TicketInputs>]>([
    ['Buy 0.25 BTC at 67,400 limit', { price: '67400', ...size('0.25') }],
    ['Sell 1 BTC at market', { type: 'market', side: 'sell', ...size('1.0000') }],
    ['Buy 0.5 BTC at market from 68,000', { type: 'stop', trigger: '68000', ...size('0.5') }],
    [
      'Sell 0.5 BTC at 65,900 from 66,000',
      { type: 'stop_limit', side: 'sell', trigger: '66000', price: '65900', ...size('0.5') },
    ],
  ])('says the whole action: %s', (label, inputs) => {
    const { button, request } = derive(inputs);
    expect(button).toEqual({ label, action: 'submit', reason: null });
    expect(request).not.toBeNull();
  });

  it.each<[string, Partial<TicketInputs>]>([
    ['Enter a price', {}],
    ['Enter a price', size('1')],
    ['Enter a size', { price: '67400' }],
    ['Enter a trigger price', { type: 'stop', ...size('1') }],
    ['Check the price', { price: '6e4' }],
    ['Check the size', { price: '67400', ...size('-1') }],
    ['Check the stop-loss', { price: '67400', ...size('1'), legs: true, stopLoss: '67500' }],
  ])('says what is missing: %s', (label, inputs) => {
    const { button, request } = derive(inputs);
    expect(button).toEqual({ label, action: null, reason: null });
    expect(request).toBeNull();
  });

  const complete = { price: '67400', ...size('0.25') };

  it.each<[string, string | null, Partial<TicketContext>]>([
    ['Reconnecting…', null, { connection: 'offline' }],
    ['Connect wallet', 'connect', { account: { kind: 'disconnected' } }],
    ['Connecting…', null, { account: { kind: 'connecting' } }],
    ['Switch network', 'switch-network', { account: { ...connected, step: 'switch-network' } }],
    ['Deposit to trade', 'deposit', { account: { ...connected, step: 'deposit' } }],
    ['Deposit to trade', 'deposit', { account: { ...connected, step: 'first-deposit' } }],
    ['Your deposit is arriving…', null, { account: { ...connected, step: 'arriving' } }],
    ['Enable trading', 'enable-trading', { account: { ...connected, step: 'enable-trading' } }],
    ['Connecting…', null, { account: { ...connected, step: 'wait' } }],
    ['Reading your balances…', null, { account: { ...connected, balances: null } }],
    ['Trading is halted', null, { trading: 'halted' }],
    ['Post-only for now', null, { trading: 'post-only' }],
  ])('says what comes first: %s', (label, action, given) => {
    const { button, request } = derive(complete, given);
    expect(button).toMatchObject({ label, action });
    expect(request).toBeNull();
  });

  it('lets a post-only order into a market that takes only those, and a plain one into one that opens', () => {
    expect(derive({ ...complete, postOnly: true }, { trading: 'post-only' }).button.action).toBe(
      'submit',
    );
    expect(derive(complete, { trading: 'pre-open' }).button.action).toBe('submit');
    expect(
      derive({ ...complete, timeInForce: 'IOC' }, { trading: 'pre-open' }).button.action,
    ).toBeNull();
  });

  it('fills nothing before the auction, and does not let an order meet one’s own', () => {
    const opening = {
      trading: 'pre-open',
      auction: { priceTicks: 6_745_000, volumeLots: 25 },
    } as const;
    const crossing = { ...complete, price: '67500' };
    expect(lineOf(derive(crossing, opening), 'fill')).toBe(
      lineOf(derive(complete, { ...opening, book: { bids: [], asks: [] } }), 'fill'),
    );
    expect(derive(crossing, opening).button.action).toBe('submit');
    expect(derive(crossing, opening).notices).toContainEqual({
      id: 'auction',
      text: expect.stringContaining('0.0025 BTC would trade at 67,450'),
    });
    const account = { ...connected, orders: [order] };
    const { prices, button } = derive(crossing, { ...opening, account });
    expect(prices.price?.problem).toContain('your own order at 67,450');
    expect(button).toMatchObject({ label: 'Check the price', action: null });
  });

  it('waits for the book with a market order, not with a limit order', () => {
    expect(derive({ type: 'market', ...size('1') }, { book: null }).button.label).toBe(
      'Reading the book…',
    );
    expect(derive(complete, { book: null }).button.action).toBe('submit');
    expect(derive({ ...complete, timeInForce: 'FOK' }, { book: null }).button.action).toBe(
      'submit',
    );
  });

  it('cannot protect a market order without any price', () => {
    const view = derive({ type: 'market', ...size('1') }, { lastTicks: null, indexTicks: null });
    expect(view.button).toMatchObject({ label: 'Buy', action: null });
    expect(view.button.reason).toContain('no price yet');
  });
});

describe('problems', () => {
  it.each<[string, 'price' | 'trigger' | 'takeProfit' | 'stopLoss', Partial<TicketInputs>]>([
    [
      'Prices go in steps of 0.01. Nearest: 67,400.12 or 67,400.13.',
      'price',
      { price: '67400.123' },
    ],
    ['Enter more than zero.', 'price', { price: '0' }],
    ['The most that can be counted is 21,474,836.47.', 'price', { price: '21474836.48' }],
    ['Use a point for decimals: 67400.5.', 'price', { price: '67400,5' }],
    ['A buy may go up to 74,162, 10% above the market.', 'price', { price: '74162.01' }],
    [
      'A sell may go down to 60,678, 10% below the market.',
      'price',
      { side: 'sell', price: '60677.99' },
    ],
    [
      'This would trade at once. A post-only buy goes below 67,450.',
      'price',
      { price: '67450', postOnly: true },
    ],
    [
      'A buy stop waits for the price to rise: enter more than 67,421.5.',
      'trigger',
      { type: 'stop', trigger: '67421.50' },
    ],
    [
      'A sell stop waits for the price to fall: enter less than 67,421.5.',
      'trigger',
      { type: 'stop', side: 'sell', trigger: '68000' },
    ],
    [
      'A profit is taken above 67,400.',
      'takeProfit',
      { price: '67400', legs: true, takeProfit: '67400' },
    ],
    [
      'A loss is stopped above 67,400.',
      'stopLoss',
      { side: 'sell', price: '67400', legs: true, stopLoss: '67000' },
    ],
  ])('stand at the field before there is a size: %s', (text, field, inputs) => {
    expect(derive(inputs).prices[field]?.problem).toBe(text);
  });

  it.each<[string, Partial<TicketInputs>]>([
    [
      'Sizes go in steps of 0.0001. Nearest: 0.2500 or 0.2501.',
      { price: '67400', ...size('.25001') },
    ],
    ['Sizes go in steps of 0.0001. Nearest: 0.0001.', { price: '67400', ...size('0.00001') }],
    ['100,000.00 USDT available; this needs 134,800.00 USDT.', { price: '67400', ...size('2') }],
    [
      '2.00 BTC available; this needs 2.0001 BTC.',
      { side: 'sell', price: '67500', ...size('2.0001') },
    ],
    ['The smallest order is 1.00 USDT; this is 0.7 USDT.', { price: '7000', ...size('0.0001') }],
    [
      'This is less than the smallest step of BTC.',
      { price: '67400', unit: 'quote', ...size('6') },
    ],
    ['Only 1 BTC can be filled at once.', { price: '67450', timeInForce: 'FOK', ...size('1.2') }],
    [
      'Nothing can be filled at once at this price.',
      { price: '67449', timeInForce: 'FOK', ...size('1') },
    ],
  ])('stand at the size: %s', (text, inputs) => {
    expect(derive(inputs).size.problem).toBe(text);
  });

  it('name the bound of the trading key', () => {
    const account = { ...connected, key: { ...anyKey, maxNotional: 1_000_000_000 } };
    const view = derive({ price: '67400', ...size('0.1') }, { account });
    expect(view.size.problem).toBe('Your trading key may place orders of up to 1,000.00 USDT.');
    expect(view.request).toBeNull();
  });

  it('name it where only a leg of the order is above it', () => {
    const notional = 6_740_000 * 100 * market.k;
    const account = { ...connected, key: { ...anyKey, maxNotional: notional } };
    const inputs = { price: '67400', ...size('0.01'), legs: true } as const;
    const alone = derive(inputs, { account });
    expect([alone.size.problem, alone.button.action]).toEqual([null, 'submit']);
    const view = derive({ ...inputs, takeProfit: '67400.01' }, { account });
    expect(view.size.problem).toBe(
      'Your trading key may place orders of up to 674.00 USDT; its take-profit or stop-loss is an order of its own.',
    );
    expect(view.request).toBeNull();
  });

  it.each([
    [
      { symbols: ['ETH-USDT', 'LUX-USDT'] },
      `Enable trading ${market.symbol}`,
      'Your trading key may trade ETH-USDT and LUX-USDT only. One signature makes a key for all markets.',
    ],
    [
      { symbols: [] },
      `Enable trading ${market.symbol}`,
      'Your trading key may trade in no market. One signature makes a key for all markets.',
    ],
    [
      { expiresMs: context.nowMs },
      'Enable trading',
      'Your trading key has ended. One signature makes a new one.',
    ],
  ])('give way to the step that mends them: %j', (limits, label, reason) => {
    const account = { ...connected, key: { ...anyKey, ...limits } };
    const view = derive({ price: '67400', ...size('0.1') }, { account });
    expect(view.button).toEqual({ label, action: 'enable-trading', reason });
    expect(view.request).toBeNull();
  });

  it('are none of a key that may do this much', () => {
    const notional = 6_740_000 * 1_000 * market.k;
    const limits = {
      symbols: [market.symbol],
      maxNotional: notional,
      expiresMs: context.nowMs + 1,
    };
    const view = derive(
      { price: '67400', ...size('0.1') },
      { account: { ...connected, key: limits } },
    );
    expect(view.button.action).toBe('submit');
  });

  it('stand under the button when no field is to blame', () => {
    const orders = Array.from({ length: market.maxOpenOrders }, () => ({
      ...order,
      side: 'buy' as const,
    }));
    const view = derive({ price: '67400', ...size('0.1') }, { account: { ...connected, orders } });
    expect(view.button).toMatchObject({ label: 'Buy', action: null });
    expect(view.button.reason).toBe('200 open orders are the most here. Cancel one first.');
  });

  it('are none while nothing was typed', () => {
    const view = derive({});
    expect(view.prices.price?.problem).toBeNull();
    expect(view.size.problem).toBeNull();
  });
});

describe('the size', () => {
  it('follows a percentage of what is available, at the price that is locked', () => {
    const view = derive({ price: '50000', size: { kind: 'percent', percent: 50 } });
    expect(view.size).toMatchObject({ text: '1', percent: 50, other: '≈ 50,000.00 USDT' });
    expect(view.request?.quantityLots).toBe(10_000);
  });

  it('of a market order is what its protection price can lock, not what the book would cost', () => {
    const view = derive({ type: 'market', size: { kind: 'percent', percent: 100 } });
    expect(view.request?.priceTicks).toBe(7_079_100);
    expect(view.request?.quantityLots).toBe(14_126);
    expect(view.button.label).toBe('Buy 1.4126 BTC at market');
  });

  it('of a sell is a part of the base asset', () => {
    const view = derive({ side: 'sell', type: 'market', size: { kind: 'percent', percent: 25 } });
    expect(view.size).toMatchObject({ text: '0.5', percent: 25 });
  });

  it('in quote is converted at the limit, rounded down to whole lots', () => {
    const view = derive({ price: '67400', unit: 'quote', ...size('1000') });
    expect(view.request?.quantityLots).toBe(148);
    expect(view.size).toMatchObject({ text: '1000', symbol: 'USDT', other: '≈ 0.0148 BTC' });
  });

  it('in quote at market is what the book gives for it', () => {
    const view = derive({ type: 'market', unit: 'quote', ...size('67450') });
    expect(view.request?.quantityLots).toBe(10_000);
  });

  it('reads its own computed amount of quote again as the same lots', () => {
    const percent = derive({
      price: '67421.75',
      unit: 'quote',
      size: { kind: 'percent', percent: 33 },
    });
    const typed = derive({ price: '67421.75', unit: 'quote', ...size(percent.size.text) });
    expect(typed.request?.quantityLots).toBe(percent.request?.quantityLots);
  });

  it('shows the part of the balance that a typed size locks', () => {
    expect(derive({ price: '50000', ...size('1.5') }).size.percent).toBe(75);
    expect(
      derive({ price: '50000', ...size('1') }, { account: { kind: 'disconnected' } }).size.percent,
    ).toBeNull();
  });
});

describe('the preview', () => {
  it('tells fill, slippage, fee, lock and what becomes of the rest', () => {
    const view = derive({ price: '67450', ...size('1.2') });
    expect(Object.fromEntries(view.lines.map(({ id, value }) => [id, value]))).toEqual({
      fill: '1 BTC at 67,450.00',
      slippage: '0.04%',
      fee: '0.0005 BTC',
      lock: '80,940.00 USDT',
      rest: '0.2 BTC rests at 67,450',
    });
  });

  it('averages over the levels, rounded against whoever trades', () => {
    const view = derive({ type: 'market', side: 'sell', ...size('1.5') });
    expect(lineOf(view, 'fill')).toBe('All at 67,366.66');
    expect(lineOf(view, 'fee')).toBe('50.525 USDT');
    expect(lineOf(view, 'rest')).toBe('Never below 64,049');
  });

  it('has the same lines whether there is something to tell or not', () => {
    const ids = (view: ReturnType<typeof derive>) => view.lines.map(({ id }) => id);
    expect(ids(derive({}))).toEqual(ids(derive({ type: 'market', ...size('1') })));
    expect(lineOf(derive({}), 'fill')).toBe('–');
  });

  it('says what triggers a stop', () => {
    const view = derive({ type: 'stop', side: 'sell', trigger: '66000', ...size('1') });
    expect(lineOf(view, 'fill')).toBe('Nothing');
    expect(lineOf(view, 'rest')).toBe('Sells at ≤ 66,000');
  });

  it('warns of slippage, of an own order in the way, of a book too small, and of old prices', () => {
    const ids = (view: ReturnType<typeof derive>) => view.notices.map(({ id }) => id);
    const deep = { bids: [], asks: [level(6_745_000, 1), level(6_990_000, 20_000)] };
    const book = { ...deep, bids: [level(6_740_000, 1)] };
    expect(ids(derive({ type: 'market', ...size('1') }, { book }))).toEqual(['slippage']);
    const account = { ...connected, orders: [order] };
    expect(ids(derive({ type: 'market', ...size('1') }, { account }))).toEqual(['own-order']);
    const small = { bids: [], asks: [level(6_745_000, 10)] };
    expect(ids(derive({ type: 'market', ...size('1') }, { book: small }))).toEqual(['book-end']);
    expect(ids(derive({}, { connection: 'stale' }))).toEqual(['stale']);
  });
});

describe('the request', () => {
  it('is what the fields say, with nothing signed', () => {
    const inputs = {
      price: '67,000.50',
      ...size('0.25'),
      postOnly: true,
      timeInForce: 'GTD',
    } as const;
    expect(derive({ ...inputs, goodFor: 'hour' }).request).toEqual({
      symbol: 'BTC-USDT',
      side: 'buy',
      type: 'limit',
      timeInForce: 'GTD',
      priceTicks: 6_700_050,
      quantityLots: 2_500,
      triggerTicks: 0,
      displayLots: 0,
      postOnly: true,
      reduceOnly: false,
      expiresMs: 4_600_000,
      clientOrderId: null,
      takeProfit: null,
      stopLoss: null,
      signed: null,
    });
  });

  it('carries take-profit and a protected stop-loss', () => {
    const inputs = { price: '67400', ...size('0.25'), legs: true };
    const { request } = derive({ ...inputs, takeProfit: '70000', stopLoss: '65000' });
    expect(request?.takeProfit).toMatchObject({
      type: 'limit',
      priceTicks: 7_000_000,
      triggerTicks: 0,
    });
    expect(request?.stopLoss).toMatchObject({
      type: 'stop',
      priceTicks: 6_175_000,
      triggerTicks: 6_500_000,
    });
  });

  it('leaves out what the order type does not have, and keeps it for another type', () => {
    const inputs = {
      ...size('0.25'),
      price: '1',
      trigger: '68000',
      postOnly: true,
      timeInForce: 'GTD',
      legs: true,
      takeProfit: '70000',
    } as const;
    const view = derive({ ...inputs, type: 'stop' });
    expect(view.prices).toMatchObject({ price: null, takeProfit: null });
    expect(view.request).toMatchObject({
      timeInForce: 'IOC',
      postOnly: false,
      expiresMs: 0,
      takeProfit: null,
      priceTicks: 7_140_000,
      triggerTicks: 6_800_000,
    });
    expect(view.postOnly).toMatchObject({ disabled: true, checked: false });
    expect(view.legs).toMatchObject({ disabled: true, checked: false });
  });

  it('never is reduce-only on a spot market, and says why', () => {
    const { reduceOnly, request } = derive({ price: '67400', ...size('0.25') });
    expect(reduceOnly).toMatchObject({ disabled: true, checked: false });
    expect(reduceOnly.reason).toContain('spot');
    expect(request?.reduceOnly).toBe(false);
  });
});
