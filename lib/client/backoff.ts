export type BackoffOptions = {
  readonly baseMs: number;
  readonly capMs: number;
  /** A number from 0 up to 1. */
  readonly random: () => number;
};

/**
 * How long to wait before an attempt: anything from nothing to a bound that doubles with each failure
 * ("full jitter"), so that the clients of a restarted server do not come back all at once.
 *
 * @param failures - attempts that failed in a row, from 1
 */
export function backoffMs(failures: number, { baseMs, capMs, random }: BackoffOptions): number {
  const bound = Math.min(capMs, baseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(random() * bound);
}
