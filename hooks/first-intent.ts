/** What a person does who is about to use the page. */
const SIGNS = ['pointerdown', 'pointermove', 'touchstart', 'keydown', 'focusin', 'scroll'] as const;

/**
 * Calls back once: at the first sign that somebody uses the page, or after `waitMs`. What only they
 * need is brought then, and does not hold the page up that they are waiting to see.
 *
 * @returns Gives up waiting; the callback is not called any more.
 */
export function onFirstIntent(callback: () => void, waitMs: number): () => void {
  const stop = () => {
    clearTimeout(timer);
    for (const sign of SIGNS) window.removeEventListener(sign, act, { capture: true });
  };
  const act = () => {
    stop();
    callback();
  };
  const timer = setTimeout(act, waitMs);
  for (const sign of SIGNS) window.addEventListener(sign, act, { capture: true, passive: true });
  return stop;
}
