'use client';

import { IconButton } from '#components/ui/icon-button.tsx';
import { formatAge } from '#lib/format/format-time.ts';
import { flipped, type SwapInputs, withAmount } from '#lib/swap/swap-inputs.ts';
import type { ExactSide } from '#lib/swap/swap-request.ts';
import type { SwapSettings as Settings } from '#lib/swap/swap-state.ts';
import type { SwapAction, SwapView } from '#lib/swap/swap-view.ts';
import { AmountPane } from './amount-pane.tsx';
import { ImpactAcknowledgement } from './impact-acknowledgement.tsx';
import { SwapButton } from './swap-button.tsx';
import { SwapDetails } from './swap-details.tsx';
import { SwapSettings } from './swap-settings.tsx';
import { SwapWarnings } from './swap-warnings.tsx';

export type SwapCardProps = {
  readonly view: SwapView;
  readonly inputs: SwapInputs;
  readonly settings: Settings;
  readonly acknowledgement: string;
  readonly simulated: boolean;
  /** What the button says in place of its own words while something is under way. */
  readonly busyLabel: string | null;
  readonly onInputs: (inputs: SwapInputs) => void;
  readonly onSettings: (settings: Settings) => void;
  readonly onAcknowledgement: (text: string) => void;
  readonly onChooseToken: (side: ExactSide) => void;
  readonly onAction: (action: NonNullable<SwapAction>) => void;
};

/** The swap card: what is paid, what is received, at which price, and the button. */
export function SwapCard(props: SwapCardProps) {
  const { view, inputs, settings, onInputs, onChooseToken } = props;
  const stale = view.staleMs !== null;
  const pane = (side: ExactSide) => (
    <AmountPane
      pane={view[side]}
      waiting={view.quoting && inputs.exact !== side}
      stale={stale}
      simulated={props.simulated}
      onAmount={(text) => onInputs(withAmount(inputs, { side, text }))}
      onChooseToken={() => onChooseToken(side)}
    />
  );
  return (
    <section
      aria-labelledby="swap-title"
      className="flex w-full max-w-115 flex-col gap-1 rounded-dialog border border-line bg-panel p-3"
    >
      <div className="flex h-9 items-center justify-between pl-1">
        <h1 id="swap-title" className="font-semibold text-15">
          Swap
        </h1>
        <div className="flex items-center gap-2">
          {view.staleMs === null ? null : (
            <span role="status" className="text-12 text-warn">
              {formatAge(view.staleMs)} old
            </span>
          )}
          <SwapSettings settings={settings} onChange={props.onSettings} />
        </div>
      </div>
      {pane('pay')}
      <div className="relative z-10 -my-3.5 flex justify-center">
        <IconButton
          icon="flip"
          label="Turn the swap round"
          className="rounded-full border border-line bg-panel hover:bg-hover"
          onClick={() => onInputs(flipped(inputs))}
        />
      </div>
      {pane('receive')}
      <div className="flex min-h-8 flex-col gap-2 px-1">
        {view.details === null ? null : <SwapDetails details={view.details} stale={stale} />}
        {view.notice === null ? null : (
          <p role="status" className="text-12 text-warn">
            {view.notice}
          </p>
        )}
        <SwapWarnings warnings={view.warnings} />
        {view.asksAcknowledgement ? (
          <ImpactAcknowledgement text={props.acknowledgement} onText={props.onAcknowledgement} />
        ) : null}
      </div>
      <SwapButton button={view.button} busyLabel={props.busyLabel} onAction={props.onAction} />
    </section>
  );
}
