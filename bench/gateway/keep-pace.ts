import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** Longest time that this process sleeps with nothing to do: it is late by that at most. */
const NAP_MS = 0.1;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

/**
 * Sends at a steady rate, each at its time: number n is due n / perSecond after the begin. Timers are
 * whole milliseconds; this looks ten times as often, and leaves the machine to the server in between.
 *
 * @returns When it began, as `performance.now()` tells it.
 */
export async function keepPace(
  { total, perSecond }: { readonly total: number; readonly perSecond: number },
  send: (index: number) => void,
): Promise<number> {
  const begunMs = performance.now();
  for (let sent = 0; sent < total; ) {
    const due = Math.min(
      total,
      1 + Math.floor(((performance.now() - begunMs) * perSecond) / 1_000),
    );
    for (; sent < due; sent += 1) send(sent);
    Atomics.wait(sleeper, 0, 0, NAP_MS);
    await nextTurn();
  }
  return begunMs;
}

/** Lets this process work until `isDone`; as quick to see what arrives as `keepPace` is. */
export async function workUntil(isDone: () => boolean): Promise<void> {
  const giveUpMs = performance.now() + PATIENCE_MS;
  while (!isDone()) {
    if (performance.now() > giveUpMs) throw new Error('the server did not answer in time');
    Atomics.wait(sleeper, 0, 0, NAP_MS);
    await nextTurn();
  }
}

const PATIENCE_MS = 30_000;
