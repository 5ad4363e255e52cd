import { type RefObject, useEffect, useRef } from 'react';

/** Gives the focus to an element once it is there: to what a dialog was opened for. */
export function useFirstFocus<Target extends HTMLElement>(): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useEffect(() => target.current?.focus(), []);
  return target;
}
