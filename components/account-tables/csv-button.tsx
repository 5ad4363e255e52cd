'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { fetchHistoryCsv } from '#lib/queries/fetch-history-csv.ts';
import { RequestError } from '#lib/queries/request-error.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import type { AccountSource } from './account-source.ts';
import { csvName } from './csv-name.ts';
import { downloadFile } from './download-file.ts';

export type CsvButtonProps = {
  readonly source: AccountSource;
  readonly list: 'orders' | 'fills';
  /** `null` = of all markets. */
  readonly symbol: string | null;
};

/** Downloads a whole list of the account, not only what is in sight. */
export function CsvButton({ source, list, symbol }: CsvButtonProps) {
  const [isBusy, setBusy] = useState(false);
  const { sidecarUrl, token } = source;
  const download = async () => {
    if (token === null) return;
    setBusy(true);
    try {
      const text = await fetchHistoryCsv({ sidecarUrl, token, list, symbol });
      downloadFile(csvName(list, { symbol, nowMs: Date.now() }), { text, type: 'text/csv' });
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const code = error instanceof RequestError ? error.code : 'client/unexpected';
      showToast({ id: 'csv', kind: 'error', title: 'Nothing was downloaded', detail, code });
    }
    setBusy(false);
  };
  return (
    <Button
      size="small"
      variant="quiet"
      disabled={isBusy || token === null}
      title={token === null ? 'Waiting for the exchange to know this account.' : undefined}
      onClick={() => void download()}
    >
      {isBusy ? 'Exporting…' : 'Export CSV'}
    </Button>
  );
}
