/**
 * Calls back when the page may have been asleep or offline and is not any more: it becomes visible,
 * returns from the back/forward cache, or the network is back. Outside a page it never does.
 *
 * @returns the function that ends it
 */
export function listenForWake(wake: () => void): () => void {
  if (typeof document === 'undefined') return () => undefined;
  const whenVisible = () => {
    if (document.visibilityState === 'visible') wake();
  };
  document.addEventListener('visibilitychange', whenVisible);
  window.addEventListener('pageshow', wake);
  window.addEventListener('online', wake);
  return () => {
    document.removeEventListener('visibilitychange', whenVisible);
    window.removeEventListener('pageshow', wake);
    window.removeEventListener('online', wake);
  };
}
