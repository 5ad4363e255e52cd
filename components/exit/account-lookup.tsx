'use client';

import { type SubmitEvent, useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { type Address, isAddress } from '#lib/domain/address.ts';

export type AccountLookupProps = {
  /** Another account than the wallet's is shown. */
  readonly looking: boolean;
  /** `null` = the wallet's own. */
  readonly onLook: (account: Address | null) => void;
};

/** Shows another account: anybody can pay out an exit that is due. */
export function AccountLookup({ looking, onLook }: AccountLookupProps) {
  const id = useId();
  const [text, setText] = useState('');
  const address = text.trim();
  const wrong = address !== '' && !isAddress(address);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isAddress(address)) onLook(address);
  };
  return (
    <form className="flex flex-wrap items-center gap-2" onSubmit={submit}>
      <label htmlFor={id} className="text-12 text-secondary max-sm:basis-full">
        Anybody can have an exit paid that is due. Account
      </label>
      <Input
        id={id}
        placeholder="0x…"
        className="min-w-0 flex-1 sm:max-w-80"
        value={text}
        invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!isAddress(address)}>
        Look at it
      </Button>
      {looking ? (
        <Button
          variant="quiet"
          onClick={() => {
            setText('');
            onLook(null);
          }}
        >
          Back to mine
        </Button>
      ) : null}
      {wrong ? (
        <span id={`${id}-wrong`} className="basis-full text-12 text-down">
          An address is 0x and 40 hexadecimal digits.
        </span>
      ) : null}
    </form>
  );
}
