/** The page that works when nothing but the chain does. */
const CHAIN_ONLY = '/exit';

/** Whether a page talks to the chain alone: nothing on it asks the exchange's servers for anything. */
export function isChainOnly(path: string): boolean {
  return path === CHAIN_ONLY || path.startsWith(`${CHAIN_ONLY}/`);
}
