'use client';

import dynamic from 'next/dynamic';
import { LoadFailed } from '#components/shell/load-failed.tsx';

/** The dialog with what checks signatures: large, and needed by those only who ask for a receipt. */
export const LazyReceiptDialog = dynamic(
  () =>
    import('./receipt-dialog.tsx').then(
      (module) => module.ReceiptDialog,
      () => LoadFailed,
    ),
  { ssr: false },
);
