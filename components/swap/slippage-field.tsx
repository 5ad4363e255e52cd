'use client';

import { useId } from 'react';
import { Input } from '#components/ui/input.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { AUTO_SLIPPAGE_RULE, readSlippage } from '#lib/swap/slippage.ts';
import type { SwapSettings } from '#lib/swap/swap-state.ts';

export type SlippageFieldProps = {
  readonly settings: SwapSettings;
  readonly onChange: (settings: SwapSettings) => void;
};

const CHOICES = [
  { value: 'auto', label: 'Auto' },
  { value: '0.1', label: '0.1%' },
  { value: '0.5', label: '0.5%' },
  { value: '1', label: '1%' },
] as const;

type Choice = (typeof CHOICES)[number]['value'] | 'other';

/** How far the price may go before the swap is undone: automatic, or one's own. */
export function SlippageField({ settings, onChange }: SlippageFieldProps) {
  const id = useId();
  const { slippage } = settings;
  const text = slippage.mode === 'custom' ? slippage.text : '';
  const read = readSlippage(slippage, null);
  const choose = (choice: Choice) =>
    onChange({
      ...settings,
      highSlippageAccepted: false,
      slippage: choice === 'auto' ? { mode: 'auto' } : { mode: 'custom', text: choice },
    });
  return (
    <div className="flex flex-col gap-2">
      <p className="text-13">Slippage</p>
      <div className="flex gap-2">
        <Segmented<Choice>
          label="Slippage"
          className="flex-1"
          options={CHOICES}
          value={slippage.mode === 'auto' ? 'auto' : choiceOf(text)}
          onChange={choose}
        />
        <Input
          aria-label="Slippage of your own, in per cent"
          aria-describedby={`${id}-notes`}
          inputMode="decimal"
          placeholder="Other"
          className="w-24"
          trailing={<span className="text-12 text-secondary">%</span>}
          invalid={read.kind === 'problem'}
          value={text}
          onChange={(event) =>
            onChange({
              ...settings,
              highSlippageAccepted: false,
              slippage:
                event.target.value === ''
                  ? { mode: 'auto' }
                  : { mode: 'custom', text: event.target.value },
            })
          }
        />
      </div>
      <div id={`${id}-notes`} className="text-12 text-secondary">
        <SlippageNotes settings={settings} onChange={onChange} />
      </div>
    </div>
  );
}

function SlippageNotes({ settings, onChange }: SlippageFieldProps) {
  const read = readSlippage(settings.slippage, null);
  if (read.kind === 'problem') return <p className="text-down">{read.message}</p>;
  if (settings.slippage.mode === 'auto') return <p>{AUTO_SLIPPAGE_RULE}</p>;
  if (read.level === 'low')
    return <p className="text-warn">Small price moves will undo the swap.</p>;
  if (read.level === 'normal') return <p>A swap that would go further than this is undone.</p>;
  return (
    <label className="flex gap-2 text-down">
      <input
        type="checkbox"
        className="mt-0.5 size-4 accent-down"
        checked={settings.highSlippageAccepted}
        onChange={(event) => onChange({ ...settings, highSlippageAccepted: event.target.checked })}
      />
      I want more than 5% slippage, and know that others may take up to that much.
    </label>
  );
}

function choiceOf(text: string): Choice {
  return CHOICES.find(({ value }) => value === text)?.value ?? 'other';
}
