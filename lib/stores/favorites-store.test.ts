import { afterEach, describe, expect, it, vi } from 'vitest';
import { favoritesStore, loadFavorites, toggleFavorite } from './favorites-store.ts';

/** A browser's storage, as far as it is used. */
function stubBrowser(stored: Record<string, string> = {}) {
  const listeners: ((event: { key: string }) => void)[] = [];
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored[key] ?? null,
    setItem: (key: string, value: string) => {
      stored[key] = value;
    },
  });
  vi.stubGlobal('addEventListener', (_type: string, listener: (event: { key: string }) => void) => {
    listeners.push(listener);
  });
  vi.stubGlobal('removeEventListener', () => undefined);
  const changeElsewhere = (key: string) => {
    for (const tell of listeners) tell({ key });
  };
  return { stored, changeElsewhere };
}

const symbols = () => favoritesStore.getState().symbols;

describe('favorites store', () => {
  afterEach(() => favoritesStore.setState({ symbols: [] }));

  it('marks, unmarks and remembers', () => {
    const { stored } = stubBrowser();
    toggleFavorite('BTC-USDT');
    toggleFavorite('LUX-USDT');
    toggleFavorite('BTC-USDT');
    expect(symbols()).toEqual(['LUX-USDT']);
    favoritesStore.setState({ symbols: [] });
    loadFavorites();
    expect(symbols()).toEqual(['LUX-USDT']);
    expect(Object.values(stored)).toEqual(['["LUX-USDT"]']);
  });

  it('follows another tab', () => {
    const { stored, changeElsewhere } = stubBrowser();
    loadFavorites();
    stored['lux-favorite-markets'] = '["ETH-USDT"]';
    changeElsewhere('lux-favorite-markets');
    expect(symbols()).toEqual(['ETH-USDT']);
  });

  it('takes what it cannot read for nothing', () => {
    stubBrowser({ 'lux-favorite-markets': '{"not":"a list"}' });
    loadFavorites();
    expect(symbols()).toEqual([]);
    stubBrowser({ 'lux-favorite-markets': 'not JSON' });
    loadFavorites();
    expect(symbols()).toEqual([]);
  });
});
