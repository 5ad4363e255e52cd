import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadOneClick, oneClickStore, setOneClick } from './one-click-store.ts';

const kept = new Map<string, string>();
let listeners: ((event: { readonly key: string | null }) => void)[] = [];

beforeEach(() => {
  kept.clear();
  listeners = [];
  oneClickStore.setState({ on: false });
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
    removeItem: (name: string) => kept.delete(name),
  });
  vi.stubGlobal('addEventListener', (_: string, listener: (typeof listeners)[number]) => {
    listeners.push(listener);
  });
  vi.stubGlobal('removeEventListener', (_: string, listener: (typeof listeners)[number]) => {
    listeners = listeners.filter((each) => each !== listener);
  });
});
afterEach(() => vi.unstubAllGlobals());

const isOn = () => oneClickStore.getState().on;

describe('one-click trading', () => {
  it('is off until it was switched on in this browser', () => {
    loadOneClick();
    expect(isOn()).toBe(false);
    setOneClick(true);
    oneClickStore.setState({ on: false });
    loadOneClick();
    expect(isOn()).toBe(true);
    setOneClick(false);
    loadOneClick();
    expect(isOn()).toBe(false);
  });

  it('follows the other tabs until the page is left', () => {
    const end = loadOneClick();
    kept.set('lux-one-click-trading', 'on');
    for (const listener of listeners) listener({ key: 'lux-favorite-markets' });
    expect(isOn()).toBe(false);
    for (const listener of listeners) listener({ key: 'lux-one-click-trading' });
    expect(isOn()).toBe(true);
    end();
    expect(listeners).toEqual([]);
  });

  it('lasts with the page where a browser keeps nothing', () => {
    const forbid = () => {
      throw new Error('forbidden');
    };
    vi.stubGlobal('localStorage', { getItem: forbid, setItem: forbid, removeItem: forbid });
    loadOneClick();
    expect(isOn()).toBe(false);
    setOneClick(true);
    expect(isOn()).toBe(true);
  });
});
