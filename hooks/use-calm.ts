import { useEffect, useRef, useState } from 'react';

/**
 * A value that may change with every paint, taken over at most every `everyMs` milliseconds: for what
 * is read rather than watched. The last change always arrives.
 */
export function useCalm<Value>(value: Value, everyMs: number): Value {
  const [shown, setShown] = useState(value);
  const latest = useRef(value);
  const timer = useRef<number | null>(null);

  useEffect(() => {
    latest.current = value;
    if (value === shown) return;
    timer.current ??= window.setTimeout(() => {
      timer.current = null;
      setShown(latest.current);
    }, everyMs);
  }, [value, shown, everyMs]);

  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );

  return shown;
}
