'use client';

import { memo, useId } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import type { OrderSide } from '#lib/domain/order.ts';

export type SideSwitchProps = {
  readonly side: OrderSide;
  readonly onChange: (part: { readonly side: OrderSide }) => void;
};

const SIDES = [
  { side: 'buy', label: 'Buy', look: 'has-checked:bg-up has-checked:text-on-accent' },
  { side: 'sell', label: 'Sell', look: 'has-checked:bg-down has-checked:text-on-accent' },
] as const;

/** Buy or sell, in the colours that the sides have everywhere. */
export const SideSwitch = memo(function SideSwitch({ side, onChange }: SideSwitchProps) {
  const name = useId();
  return (
    <fieldset className="flex gap-0.5 rounded-control bg-raised p-0.5">
      <legend className="sr-only">Side</legend>
      {SIDES.map((option) => (
        <label
          key={option.side}
          className={classNames(
            'relative flex h-8 flex-1 cursor-pointer items-center justify-center rounded-[4px] font-semibold text-13 text-secondary transition-colors hover:text-text has-focus-visible:outline-2 has-focus-visible:outline-accent pointer-coarse:h-11',
            option.look,
          )}
        >
          <input
            type="radio"
            name={name}
            className="absolute inset-0 m-0 cursor-pointer appearance-none opacity-0"
            checked={option.side === side}
            onChange={() => onChange({ side: option.side })}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
});
