'use client';

import { useId } from 'react';
import { Input } from '#components/ui/input.tsx';
import { IMPACT_ACKNOWLEDGEMENT } from '#lib/swap/price-impact.ts';

export type ImpactAcknowledgementProps = {
  readonly text: string;
  readonly onText: (text: string) => void;
};

/** A dangerous price impact is agreed to by typing, which nobody does by accident. */
export function ImpactAcknowledgement({ text, onText }: ImpactAcknowledgementProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1.5 rounded-control border border-down p-3">
      <label htmlFor={id} className="text-12 text-down">
        Type “{IMPACT_ACKNOWLEDGEMENT}” to swap at this price.
      </label>
      <Input id={id} value={text} onChange={(event) => onText(event.target.value)} />
    </div>
  );
}
