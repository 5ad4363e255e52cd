import { showToast, type ToastAction } from '#lib/stores/toast-store.ts';
import { describeSwap } from '#lib/swap/describe-swap.ts';
import { FUNDS_TEXT, fundsAfter } from '#lib/swap/funds-after.ts';
import { failureCode } from '#lib/swap/outcome-event.ts';
import { swapErrors } from '#lib/swap/swap-errors.ts';
import type { SwapRecord } from '#lib/swap/swap-record.ts';
import { explorerLink } from '#lib/wallet/explorer-link.ts';

/** Keeps one toast a swap up to date, from the moment it was sent until nothing can change any more. */
export function tellSwap(record: SwapRecord, explorerUrl: string | null): void {
  const id = `swap-${record.id}`;
  const detail = describeSwap(record);
  const href = explorerLink(explorerUrl, { kind: 'tx', id: record.transaction.hash });
  const action: { action?: ToastAction } =
    href === null ? {} : { action: { label: 'View in the explorer', href } };
  const code = failureCode(record.outcome);
  if (code !== null) {
    const { title, happened, remedy } = swapErrors[code];
    const funds = FUNDS_TEXT[fundsAfter({ during: 'pending', code })];
    const kind = code === 'swap/canceled' ? 'info' : 'error';
    showToast({ id, kind, title, detail: `${happened} ${funds} ${remedy}`, code, ...action });
  } else if (record.outcome.kind === 'pending') {
    showToast({ id, kind: 'pending', title: 'Swapping', detail, ...action });
  } else if (record.outcome.kind === 'confirmed' && record.outcome.confirmations === 1) {
    // Told once: a toast that was put away does not come back with every block.
    showToast({ id, kind: 'success', title: 'Swapped', detail, ...action });
  }
}
