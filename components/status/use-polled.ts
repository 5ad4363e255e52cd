import { useCallback, useEffect, useRef, useState } from 'react';
import { pollVisibly } from '#lib/swap/poll-visibly.ts';

/** What was read last, and how reading does. */
export type Polled<Value> = {
  /** `null` before the first answer. */
  readonly value: Value | null;
  /** When it was read, milliseconds since the epoch. */
  readonly readMs: number | null;
  /** Why the last reading failed; `null` when it did not. */
  readonly error: unknown;
  readonly refresh: () => void;
};

type Reading<Value> = Omit<Polled<Value>, 'refresh'> & { readonly of: unknown };

const NOTHING = { value: null, readMs: null, error: null, of: null } as const;

/**
 * Reads again and again while the page is looked at. What was read stays when a reading fails; another
 * `read` begins with nothing.
 *
 * @param read - must stay the same for as long as it reads the same; `null` reads nothing
 */
export function usePolled<Value>(
  read: (() => Promise<Value>) | null,
  everyMs: number,
): Polled<Value> {
  const [reading, setReading] = useState<Reading<Value>>(NOTHING);
  const again = useRef<() => void>(() => undefined);

  useEffect(() => {
    if (read === null) return;
    let wanted = true;
    const act = async () => {
      try {
        const value = await read();
        if (wanted) setReading({ value, readMs: Date.now(), error: null, of: read });
      } catch (error) {
        if (wanted)
          setReading((last) => ({ ...(last.of === read ? last : NOTHING), error, of: read }));
      }
    };
    again.current = () => void act();
    const stop = pollVisibly(act, everyMs);
    return () => {
      wanted = false;
      stop();
    };
  }, [read, everyMs]);

  const refresh = useCallback(() => again.current(), []);
  const { value, readMs, error } = reading.of === read ? reading : NOTHING;
  return { value, readMs, error, refresh };
}
