'use client';

import { type ReactNode, useId } from 'react';
import { Input } from '#components/ui/input.tsx';
import { stepOfKey } from '#lib/order-ticket/ticket-keys.ts';
import type { FieldView } from '#lib/order-ticket/ticket-view.ts';
import { FieldFrame } from './field-frame.tsx';

export type PriceFieldProps = {
  readonly label: string;
  readonly field: FieldView;
  /** Symbol of the quote asset. */
  readonly symbol: string;
  readonly placeholder?: string;
  readonly aside?: ReactNode;
  readonly onText: (text: string) => void;
  /** An arrow key: ticks up or down. */
  readonly onStep: (ticks: number) => void;
};

/** A price: typed, or stepped by the tick with the arrow keys, ten at once with shift. */
export function PriceField(props: PriceFieldProps) {
  const { label, field, symbol, placeholder = '', aside, onText, onStep } = props;
  const id = useId();
  return (
    <FieldFrame id={id} label={label} aside={aside} problem={field.problem}>
      <Input
        id={id}
        inputMode="decimal"
        className="numeric [&_input]:text-right"
        placeholder={placeholder}
        value={field.text}
        invalid={field.problem !== null}
        aria-describedby={`${id}-problem`}
        trailing={<span className="font-sans text-12 text-secondary">{symbol}</span>}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          const ticks = stepOfKey(event.key, event.shiftKey);
          if (ticks === null || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          onStep(ticks);
        }}
      />
    </FieldFrame>
  );
}
