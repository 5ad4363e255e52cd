import { setTimeout as delay } from 'node:timers/promises';

/** The deposit of a fresh exchange is sent when the sidecar is ready, and final some blocks later. */
const PATIENCE_MS = 60_000;
const INTERVAL_MS = 250;

/**
 * Waits until the backstop has something to stand in with: before that, orders that contract accounts
 * (Safes) sign are refused, and a person who has just started the exchange would meet that.
 *
 * @param funds - what it has now, 0 while there is nothing
 * @returns Whether it is funded; false when that took too long, and nothing else is wrong.
 */
export async function untilFunded(
  funds: () => Promise<number>,
  { signal, patienceMs = PATIENCE_MS }: { signal: AbortSignal; patienceMs?: number },
): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (!signal.aborted) {
    if ((await funds().catch(() => 0)) > 0) return true;
    if (performance.now() >= deadline) return false;
    await delay(INTERVAL_MS, undefined, { signal }).catch(() => undefined);
  }
  return false;
}
