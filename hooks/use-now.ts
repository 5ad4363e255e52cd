import { useSyncExternalStore } from 'react';

const SECOND_MS = 1_000;

/**
 * The current time in milliseconds, in whole seconds, renewed each second; `null` on the server and
 * while hydrating, so that both render the same.
 */
export function useNow(): number | null {
  return useSyncExternalStore(subscribe, currentSecond, () => null);
}

function subscribe(onChange: () => void): () => void {
  const timer = setInterval(onChange, SECOND_MS);
  return () => clearInterval(timer);
}

function currentSecond(): number {
  const now = Date.now();
  return now - (now % SECOND_MS);
}
