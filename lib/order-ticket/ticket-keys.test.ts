import { describe, expect, it } from 'vitest';
import { type Market, markets } from '#lib/domain/market.ts';
import type { TicketContext } from './ticket-context.ts';
import { emptyTicket, type TicketInputs } from './ticket-inputs.ts';
import {
  applyTicketKey,
  helperTicks,
  resolveTicketKey,
  stepPrice,
  type TicketKeyPress,
  withBookPrice,
  withBookSize,
} from './ticket-keys.ts';

const [bitcoin] = markets;
if (bitcoin === undefined) throw new Error('there is no market');
const market: Market = bitcoin;

const level = (priceTicks: number) => ({ priceTicks, quantityLots: 1, orderCount: 1 });
const context: TicketContext = {
  market,
  trading: 'open',
  auction: null,
  book: { bids: [level(6_740_000)], asks: [level(6_740_001)] },
  lastTicks: 6_739_000,
  indexTicks: null,
  account: { kind: 'disconnected' },
  connection: 'live',
  nowMs: 0,
};

const press = (key: string, given: Partial<TicketKeyPress> = {}): TicketKeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  typing: false,
  onControl: false,
  inDialog: false,
  ...given,
});

describe('resolveTicketKey', () => {
  it.each([
    ['b', { kind: 'side', side: 'buy' }],
    ['S', { kind: 'side', side: 'sell' }],
    ['l', { kind: 'type', type: 'limit' }],
    ['m', { kind: 'type', type: 'market' }],
    ['x', { kind: 'type', type: 'stop' }],
    ['1', { kind: 'percent', percent: 25 }],
    ['4', { kind: 'percent', percent: 100 }],
    ['ArrowUp', { kind: 'step', ticks: 1 }],
    ['ArrowDown', { kind: 'step', ticks: -1 }],
    ['Enter', { kind: 'submit', atOnce: false }],
  ])('%s is an action', (key, action) => {
    expect(resolveTicketKey(press(key))).toEqual(action);
  });

  it('steps by ten and submits at once with shift', () => {
    expect(resolveTicketKey(press('ArrowDown', { shiftKey: true }))).toEqual({
      kind: 'step',
      ticks: -10,
    });
    expect(resolveTicketKey(press('Enter', { shiftKey: true }))).toEqual({
      kind: 'submit',
      atOnce: true,
    });
  });

  it.each([
    ['typing', press('b', { typing: true })],
    ['on a control', press('Enter', { onControl: true })],
    ['in a dialog', press('s', { inDialog: true })],
    ['with a modifier', press('s', { metaKey: true })],
    ['of others', press('c')],
    ['shifted letters', press('B', { shiftKey: true })],
    ['named like a property of every object', press('constructor')],
  ])('leaves keys %s alone', (_when, key) => {
    expect(resolveTicketKey(key)).toBeNull();
  });
});

describe('applyTicketKey', () => {
  const apply = (inputs: Partial<TicketInputs>, key: TicketKeyPress) => {
    const action = resolveTicketKey(key);
    if (action === null) throw new Error('no action');
    return applyTicketKey({ ...emptyTicket, ...inputs }, { action, context });
  };

  it('changes side, type and size', () => {
    expect(apply({}, press('s')).side).toBe('sell');
    expect(apply({}, press('m')).type).toBe('market');
    expect(apply({}, press('3')).size).toEqual({ kind: 'percent', percent: 75 });
  });

  it('steps the price, of a stop its trigger, of a market order nothing', () => {
    expect(apply({ price: '67400.5' }, press('ArrowUp', { shiftKey: true })).price).toBe('67400.6');
    expect(apply({ type: 'stop', trigger: '1' }, press('ArrowUp')).trigger).toBe('1.01');
    const inputs = { ...emptyTicket, type: 'market', price: '5' } as const;
    expect(apply(inputs, press('ArrowUp'))).toEqual(inputs);
  });

  it('changes nothing by submitting', () => {
    expect(apply({}, press('Enter'))).toEqual(emptyTicket);
  });
});

describe('stepPrice', () => {
  const step = (price: string, ticks: number) =>
    stepPrice({ ...emptyTicket, price }, { field: 'price', ticks, context }).price;

  it('starts an empty field in the middle of the book, on the side of the order', () => {
    expect(step('', 1)).toBe('67400');
    const sell = { ...emptyTicket, side: 'sell' } as const;
    expect(stepPrice(sell, { field: 'price', ticks: -1, context }).price).toBe('67400.01');
  });

  it('stays a price', () => {
    expect(step('0.01', -10)).toBe('0.01');
    expect(step('21474836.47', 10)).toBe('21474836.47');
  });

  it('leaves what it cannot read, and an empty field without any price', () => {
    expect(step('abc', 1)).toBe('abc');
    const blank = { ...context, book: null, lastTicks: null };
    expect(stepPrice(emptyTicket, { field: 'price', ticks: 1, context: blank })).toBe(emptyTicket);
  });
});

describe('helperTicks', () => {
  it('takes from the book, and the middle from what there is', () => {
    expect(helperTicks('bid', { side: 'buy', context })).toBe(6_740_000);
    expect(helperTicks('ask', { side: 'buy', context })).toBe(6_740_001);
    const oneSided = { ...context, book: { bids: [], asks: [level(7)] } };
    expect(helperTicks('mid', { side: 'buy', context: oneSided })).toBe(7);
    expect(helperTicks('bid', { side: 'buy', context: oneSided })).toBeNull();
    expect(helperTicks('mid', { side: 'buy', context: { ...context, book: null } })).toBe(
      6_739_000,
    );
  });
});

describe('what is taken from the book', () => {
  it('is the price of the order; a market order becomes a limit order by it', () => {
    expect(withBookPrice(emptyTicket, { ticks: 6_740_050, market }).price).toBe('67400.5');
    expect(withBookPrice({ ...emptyTicket, type: 'market' }, { ticks: 100, market })).toMatchObject(
      {
        type: 'limit',
        price: '1',
      },
    );
    expect(withBookPrice({ ...emptyTicket, type: 'stop' }, { ticks: 100, market }).trigger).toBe(
      '1',
    );
  });

  it('is the size in base, at most the largest order', () => {
    const inputs = withBookSize({ ...emptyTicket, unit: 'quote' }, { lots: 12_500, market });
    expect(inputs).toMatchObject({ unit: 'base', size: { kind: 'text', text: '1.25' } });
    const most = withBookSize(emptyTicket, { lots: 9_000_000_000, market });
    expect(most.size).toEqual({ kind: 'text', text: '214748.3647' });
  });
});
