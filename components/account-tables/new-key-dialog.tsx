'use client';

import { useId, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Input } from '#components/ui/input.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { Select } from '#components/ui/select.tsx';
import { markets } from '#lib/domain/market.ts';
import type { KeyScope } from '#lib/trading/approve-key.ts';
import type { TradingKey } from '#lib/trading/trading-key.ts';
import { deriveKeyScope, emptyKey, type KeyInputs } from './derive-key-scope.ts';
import { KeySecret } from './key-secret.tsx';

export type NewKeyDialogProps = {
  /** What the wallet is asked for now; `null` = nothing. */
  readonly busyLabel: string | null;
  /** Gives this browser the key in place of the one it has. */
  readonly onRenew: (scope: KeyScope) => Promise<void>;
  /** Makes one for a program; `null` where the wallet did not agree, which is told. */
  readonly onIssue: (scope: KeyScope) => Promise<TradingKey | null>;
  readonly onClose: () => void;
};

const USES = [
  { value: 'browser', label: 'This browser' },
  { value: 'program', label: 'A program' },
] as const;

const SPANS = [1, 7, 30, 90].map((days) => ({
  value: String(days),
  label: days === 1 ? '1 day' : `${days} days`,
}));

/** Makes a trading key: for whom, in which markets, up to which size and for how long. */
export function NewKeyDialog(props: NewKeyDialogProps) {
  const { busyLabel, onRenew, onIssue, onClose } = props;
  const [inputs, setInputs] = useState(emptyKey);
  const [issued, setIssued] = useState<TradingKey | null>(null);
  const { limitProblem, reason, scope } = deriveKeyScope(inputs);
  const change = (changes: Partial<KeyInputs>) => setInputs({ ...inputs, ...changes });
  const approve = async () => {
    if (scope === null) return;
    if (inputs.use === 'program') {
      setIssued(await onIssue(scope));
      return;
    }
    await onRenew(scope);
    onClose();
  };
  if (issued !== null) return <KeySecret issued={issued} onClose={onClose} />;
  return (
    <Dialog open title="New trading key" onClose={onClose}>
      <form
        className="flex flex-col gap-4 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void approve();
        }}
      >
        <Segmented
          label="Used by"
          options={USES}
          value={inputs.use}
          onChange={(use) => change({ use })}
        />
        <p className="text-12 text-secondary">
          {inputs.use === 'browser'
            ? 'The key that this browser has now ends, and the open orders that it signed are canceled.'
            : 'You are shown its secret once. Whoever has it can trade for you, and never withdraw.'}
        </p>
        <Markets symbols={inputs.symbols} onSymbols={(symbols) => change({ symbols })} />
        <Limits {...{ inputs, limitProblem, change }} />
        <div className="flex flex-col gap-1.5">
          <Button
            type="submit"
            variant="primary"
            size="large"
            disabled={scope === null || busyLabel !== null}
          >
            {busyLabel ?? 'Approve in wallet'}
          </Button>
          <p role="status" className="min-h-4 text-center text-12 text-secondary">
            {reason}
          </p>
        </div>
      </form>
    </Dialog>
  );
}

function Markets({
  symbols,
  onSymbols,
}: {
  readonly symbols: readonly string[];
  readonly onSymbols: (symbols: readonly string[]) => void;
}) {
  return (
    <fieldset className="flex flex-wrap gap-x-4 text-12">
      <legend className="pb-1.5 text-secondary">Markets</legend>
      {markets.map(({ symbol, base, quote }) => (
        <label key={symbol} className="inline-flex h-7 items-center gap-1.5 pointer-coarse:h-11">
          <input
            type="checkbox"
            className="size-3.5 accent-accent pointer-coarse:size-5"
            checked={symbols.includes(symbol)}
            onChange={({ target }) =>
              onSymbols(
                target.checked ? [...symbols, symbol] : symbols.filter((each) => each !== symbol),
              )
            }
          />
          {base}/{quote}
        </label>
      ))}
    </fieldset>
  );
}

function Limits({
  inputs,
  limitProblem,
  change,
}: {
  readonly inputs: KeyInputs;
  readonly limitProblem: string | null;
  readonly change: (changes: Partial<KeyInputs>) => void;
}) {
  const id = useId();
  return (
    <div className="grid grid-cols-2 gap-3 text-12">
      <div className="flex flex-col gap-1.5">
        <label htmlFor={`${id}-limit`} className="text-secondary">
          Largest order
        </label>
        <Input
          id={`${id}-limit`}
          className="numeric"
          inputMode="decimal"
          placeholder="No limit"
          value={inputs.limit}
          invalid={limitProblem !== null}
          aria-describedby={`${id}-problem`}
          trailing={<span className="font-sans text-secondary">USDT</span>}
          onChange={({ target }) => change({ limit: target.value })}
        />
      </div>
      <div className="flex flex-col gap-1.5">
        <label htmlFor={`${id}-days`} className="text-secondary">
          Ends after
        </label>
        <Select
          id={`${id}-days`}
          options={SPANS}
          value={String(inputs.days)}
          onChange={({ target }) => change({ days: Number(target.value) })}
        />
      </div>
      <p id={`${id}-problem`} role="status" className="col-span-2 text-down empty:hidden">
        {limitProblem}
      </p>
    </div>
  );
}
