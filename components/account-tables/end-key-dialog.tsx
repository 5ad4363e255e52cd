'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';

/** A key that is about to end, and whether this browser gets another one for it. */
type EndingKey = {
  readonly shortAddress: string;
  readonly isReplaced: boolean;
};

export type EndKeyDialogProps = EndingKey & {
  /** @param onChain - whether the contract is told too */
  readonly onConfirm: (onChain: boolean) => void;
  readonly onClose: () => void;
};

/** Asks before a trading key ends: the exchange cancels what it signed. */
export function EndKeyDialog(props: EndKeyDialogProps) {
  const { shortAddress, isReplaced, onConfirm, onClose } = props;
  const [onChain, setOnChain] = useState(false);
  const title = isReplaced ? 'Replace this browser’s key?' : 'Revoke this key?';
  return (
    <Dialog open title={title} onClose={onClose}>
      <div className="flex flex-col gap-4 p-4">
        <p>
          {isReplaced ? 'Your wallet approves a new key for this browser first. ' : ''}
          The key {shortAddress} ends, and every open order that it signed is canceled. What is
          filled already stays.
        </p>
        {isReplaced ? null : (
          <label className="flex items-start gap-2 text-12 text-secondary">
            <input
              type="checkbox"
              className="mt-0.5 size-3.5 shrink-0 accent-accent pointer-coarse:size-5"
              checked={onChain}
              onChange={({ target }) => setOnChain(target.checked)}
            />
            <span>
              Revoke it on chain too. That is a transaction of your wallet; then nothing the key
              signed can be settled from a minute later on, whatever the exchange does.
            </span>
          </label>
        )}
        <div className="flex gap-2">
          <Button className="flex-1" onClick={onClose}>
            Keep it
          </Button>
          <Button className="flex-1" variant="danger" onClick={() => onConfirm(onChain)}>
            {isReplaced ? 'Replace it' : 'Revoke it'}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
