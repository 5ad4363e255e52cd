/**
 * Repeats an action while the page is looked at: the next time starts `intervalMs` after the last one
 * ended, or at once when the page is looked at again.
 *
 * @param act - must not throw
 * @returns Ends it.
 */
export function pollVisibly(act: () => Promise<void>, intervalMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let stopped = false;

  const tick = async () => {
    clearTimeout(timer);
    if (running || stopped || document.visibilityState === 'hidden') return;
    running = true;
    await act();
    running = false;
    if (!stopped) timer = setTimeout(() => void tick(), intervalMs);
  };
  const onChange = () => void tick();

  document.addEventListener('visibilitychange', onChange);
  void tick();
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', onChange);
  };
}
