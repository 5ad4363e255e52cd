'use client';

import { useId, useState } from 'react';
import { Input } from '#components/ui/input.tsx';
import type { Address } from '#lib/domain/address.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';

export type ReceiverFieldProps = {
  readonly owner: Address;
  /** Empty = the own address. */
  readonly to: string;
  readonly problem: string | null;
  readonly isElsewhere: boolean;
  readonly onTo: (to: string) => void;
};

/** Who is paid: the own address, unless another is typed. */
export function ReceiverField({ owner, to, problem, isElsewhere, onTo }: ReceiverFieldProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <div className="flex flex-col gap-1.5 text-12">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        {open ? (
          <label htmlFor={id} className="text-secondary">
            To the address
          </label>
        ) : (
          <span className="text-secondary">
            To <span className="text-text">your own address</span>{' '}
            <span className="numeric text-text" title={owner}>
              {shortenAddress(owner, 4)}
            </span>
          </span>
        )}
        <button
          type="button"
          className="touch-target whitespace-nowrap rounded-control text-accent hover:underline"
          onClick={() => {
            onTo('');
            setOpen(!open);
          }}
        >
          {open ? 'To my own address' : 'To another address'}
        </button>
      </div>
      {open ? (
        <Input
          id={id}
          className="numeric"
          placeholder={owner}
          value={to}
          invalid={problem !== null}
          aria-describedby={`${id}-notes`}
          onChange={({ target }) => onTo(target.value)}
        />
      ) : null}
      <div id={`${id}-notes`} role="status">
        {problem === null ? null : <p className="text-down">{problem}</p>}
        {problem === null && isElsewhere ? (
          <p className="text-warn">
            This is not your own address. What is paid there cannot be called back.
          </p>
        ) : null}
      </div>
    </div>
  );
}
