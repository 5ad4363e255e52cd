import { memo } from 'react';
import { Segmented } from '#components/ui/segmented.tsx';
import type { OrderType } from '#lib/domain/order.ts';

export type TypeSwitchProps = {
  readonly type: OrderType;
  readonly onChange: (part: { readonly type: OrderType }) => void;
};

const TYPES: readonly { readonly value: OrderType; readonly label: string }[] = [
  { value: 'limit', label: 'Limit' },
  { value: 'market', label: 'Market' },
  { value: 'stop', label: 'Stop' },
  { value: 'stop_limit', label: 'Stop limit' },
];

/** What kind of order. */
export const TypeSwitch = memo(function TypeSwitch({ type, onChange }: TypeSwitchProps) {
  return (
    <Segmented
      quiet
      label="Order type"
      options={TYPES}
      value={type}
      onChange={(chosen) => onChange({ type: chosen })}
    />
  );
});
