'use client';

import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { showToast } from '#lib/stores/toast-store.ts';
import type { TradingKey } from '#lib/trading/trading-key.ts';

export type KeySecretProps = { readonly issued: TradingKey; readonly onClose: () => void };

/** The secret of a key that was made for a program: shown once, and kept nowhere. */
export function KeySecret({ issued, onClose }: KeySecretProps) {
  return (
    <Dialog open title="Your new key" onClose={onClose}>
      <div className="flex flex-col gap-4 p-4">
        <p>Copy the secret now: it is not kept here, and not shown again.</p>
        <dl className="flex flex-col gap-3 text-12">
          <Value name="API key" text={issued.address} />
          <Value name="API secret" text={issued.privateKey} />
        </dl>
        <Button variant="primary" onClick={onClose}>
          I have copied it
        </Button>
      </div>
    </Dialog>
  );
}

function Value({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div className="flex items-center justify-between gap-3">
      <div className="min-w-0">
        <dt className="text-secondary">{name}</dt>
        <dd className="numeric break-all">{text}</dd>
      </div>
      <IconButton icon="copy" label={`Copy the ${name}`} onClick={() => void copy(text, name)} />
    </div>
  );
}

async function copy(text: string, name: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ id: 'copy', kind: 'success', title: `${name} copied`, durationMs: 2_000 });
  } catch {
    const title = 'The browser does not allow copying here: select the text instead';
    showToast({ id: 'copy', kind: 'warning', title });
  }
}
