'use client';

import { useId } from 'react';
import { Input } from '#components/ui/input.tsx';
import { FieldFrame } from './field-frame.tsx';

/** Stands where an order that takes the market's price would name its own. */
export function MarketPriceField() {
  const id = useId();
  return (
    <FieldFrame id={id} label="Price" problem={null}>
      <Input
        id={id}
        disabled
        className="border-line bg-transparent text-secondary [&_input]:text-right"
        value="Market"
      />
    </FieldFrame>
  );
}
