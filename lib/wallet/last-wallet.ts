/** Remembers which wallet was connected, so that a reload can restore it and nothing else does. */
const KEY = 'lux.wallet.connected';

/** The id of the connector that was connected when the page was left; `null` when none was. */
export function lastWallet(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    // Without site data there is nothing to restore.
    return null;
  }
}

/** Notes that a wallet is connected, or with `null` that none is. */
export function setLastWallet(connectorId: string | null): void {
  try {
    if (connectorId === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, connectorId);
  } catch {
    // The connection then lasts until the page is left.
  }
}
