const INTERVAL_MS = 500;

/**
 * Calls `onGone` once when the process that started this one has ended. npm passes a SIGTERM on to
 * its shell only, and that shell dies without a word to the program it runs.
 */
export function watchParent(
  onGone: () => void,
  readParent: () => number = () => process.ppid,
): void {
  const parent = readParent();
  const timer = setInterval(() => {
    if (readParent() === parent) return;
    clearInterval(timer);
    onGone();
  }, INTERVAL_MS);
  timer.unref();
}
