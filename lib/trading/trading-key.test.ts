import { describe, expect, it } from 'vitest';
import {
  forgetTradingKey,
  type KeyStorage,
  loadTradingKey,
  storeTradingKey,
  type TradingKey,
} from './trading-key.ts';

const key: TradingKey = {
  chainId: 1337,
  owner: `0x${'ab'.repeat(20)}`,
  address: `0x${'cd'.repeat(20)}`,
  privateKey: `0x${'11'.repeat(32)}`,
  expiresMs: 5_000,
};

function storage(): KeyStorage & { entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (name) => entries.get(name) ?? null,
    setItem: (name, text) => entries.set(name, text),
    removeItem: (name) => entries.delete(name),
  };
}

const forbidden: KeyStorage = {
  getItem: () => {
    throw new Error('forbidden');
  },
  setItem: () => {
    throw new Error('forbidden');
  },
  removeItem: () => {
    throw new Error('forbidden');
  },
};

describe('the trading key of a browser', () => {
  it('is kept for its account on its chain, until it ends or is forgotten', () => {
    const kept = storage();
    expect(storeTradingKey(kept, key)).toBe(true);
    expect(loadTradingKey(kept, { ...key, nowMs: 4_999 })).toEqual(key);
    const upper = `0x${'AB'.repeat(20)}` as const;
    expect(loadTradingKey(kept, { chainId: 1337, owner: upper, nowMs: 0 })?.address).toBe(
      key.address,
    );
    expect(loadTradingKey(kept, { ...key, nowMs: 5_000 })).toBeNull();
    expect(loadTradingKey(kept, { ...key, chainId: 96369, nowMs: 0 })).toBeNull();
    expect(loadTradingKey(kept, { ...key, owner: key.address, nowMs: 0 })).toBeNull();
    forgetTradingKey(kept, key);
    expect(loadTradingKey(kept, { ...key, nowMs: 0 })).toBeNull();
  });

  it.each([
    'no json',
    'null',
    '[]',
    '{"address":"0x1","privateKey":"0x2","expiresMs":1}',
    '{"__proto__":{"address":"x"}}',
  ])('is none when what is kept is %s', (text) => {
    const kept = storage();
    storeTradingKey(kept, key);
    for (const name of kept.entries.keys()) kept.entries.set(name, text);
    expect(loadTradingKey(kept, { ...key, nowMs: 0 })).toBeNull();
  });

  it('is not kept by a browser that forbids it', () => {
    expect(storeTradingKey(forbidden, key)).toBe(false);
    expect(loadTradingKey(forbidden, { ...key, nowMs: 0 })).toBeNull();
    forgetTradingKey(forbidden, key);
  });
});
