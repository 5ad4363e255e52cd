import { classNames } from '#components/ui/class-names.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { Receipt } from '#lib/domain/receipt.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import { showToast } from '#lib/stores/toast-store.ts';
import { type ReceiptFact, receiptFacts } from './describe-receipt.ts';

/** What a receipt says, line by line; addresses and hashes are copied whole. */
export function ReceiptFacts({ receipt }: { readonly receipt: Receipt }) {
  return (
    <dl className="flex flex-col text-12">
      {receiptFacts(receipt).map((fact) => (
        <Fact key={fact.name} {...fact} />
      ))}
    </dl>
  );
}

function Fact({ name, value, isCode }: ReceiptFact) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-3 border-line border-b">
      <dt className="shrink-0 text-secondary">{name}</dt>
      <dd
        title={isCode ? value : undefined}
        className={classNames('flex min-w-0 items-center text-right', isCode && 'numeric -mr-1.5')}
      >
        {isCode ? shortenAddress(value, 8) : value}
        {isCode ? (
          <IconButton
            icon="copy"
            size="small"
            label={`Copy ${name.toLowerCase()}`}
            onClick={() => void copy(name, value)}
          />
        ) : null}
      </dd>
    </div>
  );
}

async function copy(name: string, value: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(value);
    showToast({ id: 'copy', kind: 'success', title: `${name} copied`, durationMs: 2_000 });
  } catch {
    const title = 'The browser does not allow copying here';
    showToast({ id: 'copy', kind: 'warning', title, detail: value });
  }
}
