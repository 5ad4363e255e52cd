import { describe, expect, it } from 'vitest';
import { resolveTradeKey, type TradeKeyPress } from './resolve-trade-key.ts';

const press = (key: string, more: Partial<TradeKeyPress> = {}): TradeKeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  typing: false,
  onControl: false,
  inDialog: false,
  afterG: false,
  repeat: false,
  ...more,
});

describe('resolveTradeKey', () => {
  it('knows the keys of the ticket', () => {
    expect(resolveTradeKey(press('b'))).toEqual({ kind: 'side', side: 'buy' });
    expect(resolveTradeKey(press('Enter', { shiftKey: true }))).toEqual({
      kind: 'submit',
      atOnce: true,
    });
  });

  it('cancels the last order with c, and all with shift', () => {
    expect(resolveTradeKey(press('c'))).toEqual({ kind: 'cancel-last' });
    expect(resolveTradeKey(press('C', { shiftKey: true }))).toEqual({ kind: 'cancel-all' });
  });

  it.each([
    ['typing', { typing: true }],
    ['the focus on a control', { onControl: true }],
    ['a dialog', { inDialog: true }],
    ['Ctrl', { ctrlKey: true }],
    ['⌘', { metaKey: true }],
    ['Alt', { altKey: true }],
    ['g before it', { afterG: true }],
    ['the key held', { repeat: true }],
  ])('does nothing with %s', (_, more) => {
    expect(resolveTradeKey(press('c', more))).toBeNull();
    expect(resolveTradeKey(press('s', more))).toBeNull();
    expect(resolveTradeKey(press('Enter', more))).toBeNull();
  });

  it('steps the price while an arrow is held', () => {
    expect(resolveTradeKey(press('ArrowUp', { repeat: true }))).toEqual({ kind: 'step', ticks: 1 });
  });

  it('leaves the keys of every page alone', () => {
    for (const key of ['g', '/', '?', 'k']) expect(resolveTradeKey(press(key))).toBeNull();
  });
});
