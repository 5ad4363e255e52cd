import { type RefObject, useEffect, useState } from 'react';
import { onFirstIntent } from './first-intent.ts';

const IDLE_TIMEOUT_MS = 2_000;
/** A phone waits that long for a sign that the page is used. */
const INTENT_TIMEOUT_MS = 4_000;
const PHONE = '(max-width: 767px)';

/**
 * Whether an element has come into sight once, and the browser had a moment to spare since; on a phone,
 * which is slow and pays for what it loads, somebody began to use the page.
 */
export function useInSight(element: RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false);

  useEffect(() => {
    const target = element.current;
    if (target === null || seen) return;
    let cancelIdle: (() => void) | null = null;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      cancelIdle = whenReady(() => setSeen(true));
    });
    observer.observe(target);
    return () => {
      observer.disconnect();
      cancelIdle?.();
    };
  }, [element, seen]);

  return seen;
}

function whenReady(callback: () => void): () => void {
  if (matchMedia(PHONE).matches) return onFirstIntent(callback, INTENT_TIMEOUT_MS);
  return whenIdle(callback);
}

/** Safari has no idle callback; there a short wait lets the page finish its first work. */
function whenIdle(callback: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(callback, 200);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(callback, { timeout: IDLE_TIMEOUT_MS });
  return () => cancelIdleCallback(handle);
}
