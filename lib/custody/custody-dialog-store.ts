import { createStore } from 'zustand/vanilla';

/** What moves money between the wallet and the exchange. */
export type CustodyDialog = {
  readonly kind: 'deposit' | 'withdraw';
  /** Symbol that it begins with (`USDT`); `null` = the first. */
  readonly asset: string | null;
};

/** Which of the dialogs is open. */
export const custodyDialogStore = createStore<{ readonly dialog: CustodyDialog | null }>(() => ({
  dialog: null,
}));

/** Opens one from anywhere on the page. */
export function openCustodyDialog(kind: CustodyDialog['kind'], asset: string | null = null): void {
  custodyDialogStore.setState({ dialog: { kind, asset } });
}

/** Closes whichever is open; what was begun in it goes on. */
export function closeCustodyDialog(): void {
  custodyDialogStore.setState({ dialog: null });
}
