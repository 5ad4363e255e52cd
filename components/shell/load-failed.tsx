'use client';

import { useEffect } from 'react';
import { showToast } from '#lib/stores/toast-store.ts';

/** Stands in for an overlay whose code did not arrive: says so, and leaves the page as it is. */
export function LoadFailed({ onClose }: { readonly onClose: () => void }) {
  useEffect(() => {
    showToast({
      id: 'load-failed',
      kind: 'error',
      title: 'This part of the page did not load',
      detail: 'Check your connection, then reload the page.',
      code: 'web/load-failed',
      action: { label: 'Reload', onSelect: () => location.reload() },
    });
    onClose();
  }, [onClose]);
  return null;
}
