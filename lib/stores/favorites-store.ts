import { createStore } from 'zustand/vanilla';

const STORAGE_KEY = 'lux-favorite-markets';

/** Symbols of the markets that a person marked; empty until {@link loadFavorites} was called. */
export const favoritesStore = createStore<{ readonly symbols: readonly string[] }>(() => ({
  symbols: [],
}));

/** Reads the favourites of this browser, and follows changes made in its other tabs. */
export function loadFavorites(): () => void {
  const read = () => favoritesStore.setState({ symbols: storedSymbols() });
  const follow = (event: StorageEvent) => {
    if (event.key === STORAGE_KEY) read();
  };
  read();
  addEventListener('storage', follow);
  return () => removeEventListener('storage', follow);
}

/** Marks a market, or takes its mark away. */
export function toggleFavorite(symbol: string): void {
  const { symbols } = favoritesStore.getState();
  const changed = symbols.includes(symbol)
    ? symbols.filter((other) => other !== symbol)
    : [...symbols, symbol];
  favoritesStore.setState({ symbols: changed });
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(changed));
  } catch {
    // A browser that keeps nothing still shows the mark until the page is left.
  }
}

function storedSymbols(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((item) => typeof item === 'string') : [];
  } catch {
    return [];
  }
}
