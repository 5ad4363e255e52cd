import { createStore } from 'zustand/vanilla';

const STORAGE_KEY = 'lux-one-click-trading';

/** Whether orders are sent without being reviewed; off until {@link loadOneClick} was called. */
export const oneClickStore = createStore<{ readonly on: boolean }>(() => ({ on: false }));

/** Reads what was chosen in this browser, and follows changes made in its other tabs. */
export function loadOneClick(): () => void {
  const read = () => oneClickStore.setState({ on: isStored() });
  const follow = (event: StorageEvent) => {
    if (event.key === STORAGE_KEY || event.key === null) read();
  };
  read();
  addEventListener('storage', follow);
  return () => removeEventListener('storage', follow);
}

/** Switches it on or off, and remembers that in this browser. */
export function setOneClick(on: boolean): void {
  oneClickStore.setState({ on });
  try {
    if (on) localStorage.setItem(STORAGE_KEY, 'on');
    else localStorage.removeItem(STORAGE_KEY);
  } catch {
    // A browser that keeps nothing goes back to reviews with the next visit.
  }
}

function isStored(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) === 'on';
  } catch {
    return false;
  }
}
