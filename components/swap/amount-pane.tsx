'use client';

import { useId } from 'react';
import { TokenButton } from '#components/token/token-button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { PaneView } from '#lib/swap/swap-view.ts';

export type AmountPaneProps = {
  readonly pane: PaneView;
  /** Whether the other side is being quoted for the first time. */
  readonly waiting: boolean;
  /** Whether the figures are not current. */
  readonly stale: boolean;
  /** Whether values in dollars come from the simulated market. */
  readonly simulated: boolean;
  readonly onAmount: (text: string) => void;
  readonly onChooseToken: () => void;
};

/** One side of a swap: amount, token, balance and value. */
export function AmountPane(props: AmountPaneProps) {
  const { pane, waiting, stale, simulated, onAmount, onChooseToken } = props;
  const id = useId();
  const paying = pane.side === 'pay';
  return (
    <section
      aria-label={paying ? 'You pay' : 'You receive'}
      className="rounded-control bg-raised p-3 focus-within:outline-2 focus-within:outline-edge"
    >
      <div className="flex h-5 items-center justify-between text-12 text-secondary">
        <label htmlFor={id}>{paying ? 'You pay' : 'You receive'}</label>
        {pane.shortcuts === null ? null : <Shortcuts pane={pane} onAmount={onAmount} />}
      </div>
      <div className="mt-1 flex items-center gap-2">
        <div className="relative min-w-0 flex-1">
          <input
            id={id}
            inputMode="decimal"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            placeholder={waiting ? '' : '0'}
            value={pane.text}
            aria-invalid={pane.problem !== null}
            aria-describedby={`${id}-notes`}
            className={classNames(
              'numeric h-10 w-full bg-transparent text-28 outline-none transition-opacity focus-visible:outline-none',
              pane.estimated && stale && 'opacity-50',
              pane.problem !== null && 'text-down',
            )}
            onChange={(event) => onAmount(event.target.value)}
          />
          {waiting ? <Skeleton className="absolute top-2 left-0 h-6 w-32" /> : null}
        </div>
        <TokenButton
          token={pane.token}
          label={paying ? 'Token to pay' : 'Token to receive'}
          onPress={onChooseToken}
        />
      </div>
      <div
        id={`${id}-notes`}
        className="mt-1 flex min-h-5 items-start justify-between gap-3 text-12 text-secondary"
      >
        {pane.problem === null ? (
          <Value usd={pane.usd} simulated={simulated} />
        ) : (
          <span role="alert" className="text-down">
            {pane.problem}
          </span>
        )}
        <Balance pane={pane} />
      </div>
    </section>
  );
}

function Value({ usd, simulated }: { readonly usd: string | null; readonly simulated: boolean }) {
  if (usd === null) return <span />;
  return (
    <span
      className="numeric min-w-0 truncate"
      title={simulated ? 'At simulated market prices' : undefined}
    >
      {usd}
      {simulated ? <span className="font-sans text-faint"> simulated</span> : null}
    </span>
  );
}

function Balance({ pane: { balance } }: { readonly pane: PaneView }) {
  if (balance === null) return null;
  return (
    <span className="shrink-0">
      Balance{' '}
      <span className="numeric" title={balance.exact}>
        {balance.text}
      </span>
    </span>
  );
}

function Shortcuts({ pane, onAmount }: Pick<AmountPaneProps, 'pane' | 'onAmount'>) {
  const { shortcuts } = pane;
  if (shortcuts === null) return null;
  return (
    <span className="flex gap-1">
      <ShortcutButton label="50%" onPress={() => onAmount(shortcuts.half)} />
      <ShortcutButton label="Max" onPress={() => onAmount(shortcuts.max)} />
    </span>
  );
}

function ShortcutButton({
  label,
  onPress,
}: {
  readonly label: string;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      className="rounded-[4px] bg-hover px-1.5 py-0.5 font-medium text-11 text-secondary transition-colors hover:text-text"
      onClick={onPress}
    >
      {label}
    </button>
  );
}
