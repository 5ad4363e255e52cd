'use client';

import { type SubmitEvent, useState } from 'react';
import { AsOfAge } from '#components/status/as-of-age.tsx';
import { type FigureColumn, FigureTable } from '#components/status/figure-table.tsx';
import { Panel } from '#components/status/panel.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { type Address, isAddress } from '#lib/domain/address.ts';
import { deriveKey, type KeyStage } from '#lib/exit/derive-key.ts';
import type { ChainKey } from '#lib/exit/read-trading-keys.ts';
import { DASH } from '#lib/format/decimal-text.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import { useTradingKeys } from './use-trading-keys.ts';

const COLUMNS: readonly FigureColumn[] = [
  { id: 'key', heading: 'Key' },
  { id: 'stage', heading: 'On the chain' },
  { id: 'expiry', heading: 'Until', className: 'max-sm:hidden' },
  { id: 'revoke', heading: 'Revoke', align: 'right', control: true },
];

const STAGES: Readonly<Record<KeyStage, string>> = {
  active: 'May sign orders',
  ending: 'Revoked, ends within a minute',
  over: 'Its approval is over',
  revoked: 'Revoked',
  unknown: 'Not approved there',
};

export type ExitKeysProps = {
  readonly clearingHouse: Address;
  readonly account: Address;
  /** The chain's time, Unix seconds. */
  readonly now: number;
  /** Why nothing can be sent now; `null` when it can. */
  readonly blocked: string | null;
  readonly onRevoke: (key: ChainKey) => void;
};

/** The keys that may sign orders of the account, and the way to end them. */
export function ExitKeys({ clearingHouse, account, now, blocked, onRevoke }: ExitKeysProps) {
  const [named, setNamed] = useState<readonly Address[]>([]);
  const { value, readMs, error } = useTradingKeys({ clearingHouse, account, named });
  const keys = value?.keys ?? [];
  return (
    <Panel
      title="Trading keys"
      flush
      busy={value === null}
      aside={<AsOfAge readMs={readMs} failed={error === null ? null : 'Not readable.'} />}
    >
      {keys.length === 0 ? (
        <p className="p-3 text-12 text-secondary">
          {value === null
            ? 'Looking for keys on the chain.'
            : 'No key of this account was ever brought to the chain.'}
        </p>
      ) : (
        <FigureTable
          label="Trading keys"
          columns={COLUMNS}
          rows={keys.map((key) => ({
            id: key.address,
            cells: [
              <span key="key" className="numeric" title={key.address}>
                {shortenAddress(key.address)}
              </span>,
              STAGES[deriveKey(key, now)],
              <span key="expiry" className="numeric">
                {key.expiry === 0 ? DASH : formatLocalTime(key.expiry * 1_000)}
              </span>,
              <Button
                key="revoke"
                size="small"
                disabled={blocked !== null}
                aria-label={`Revoke ${shortenAddress(key.address)}`}
                onClick={() => onRevoke(key)}
              >
                Revoke
              </Button>,
            ],
          }))}
        />
      )}
      {value?.complete === false ? (
        <p className="px-3 pt-2 text-12 text-warn">
          This node does not look back far enough to find every key. Name the others yourself.
        </p>
      ) : null}
      <NameKey onName={(key) => setNamed((before) => [...before, key])} />
    </Panel>
  );
}

function NameKey({ onName }: { readonly onName: (key: Address) => void }) {
  const [text, setText] = useState('');
  const key = text.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!isAddress(key)) return;
    onName(key);
    setText('');
  };
  const wrong = key !== '' && !isAddress(key);
  return (
    <form className="flex flex-wrap items-center gap-2 border-line border-t p-3" onSubmit={submit}>
      <Input
        aria-label="Address of another key"
        placeholder="0x… address of another key"
        className="min-w-0 flex-1"
        value={text}
        invalid={wrong}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!isAddress(key)}>
        {wrong ? 'Not an address' : 'Look it up'}
      </Button>
    </form>
  );
}
