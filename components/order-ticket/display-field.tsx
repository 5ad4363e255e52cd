'use client';

import { memo, useId } from 'react';
import { Input } from '#components/ui/input.tsx';
import type { FieldView } from '#lib/order-ticket/ticket-view.ts';
import { FieldFrame } from './field-frame.tsx';
import { sameProps } from './same-props.ts';

export type DisplayFieldProps = {
  readonly field: FieldView;
  /** Symbol of the base asset. */
  readonly symbol: string;
  readonly onChange: (part: { readonly display: string }) => void;
};

/** How much of an iceberg the book shows at a time. */
export const DisplayField = memo(function DisplayField(props: DisplayFieldProps) {
  const { field, symbol, onChange } = props;
  const id = useId();
  const rest = <span className="truncate">The rest stays hidden</span>;
  return (
    <FieldFrame id={id} label="Visible size" aside={rest} problem={field.problem}>
      <Input
        id={id}
        inputMode="decimal"
        className="numeric [&_input]:text-right"
        value={field.text}
        invalid={field.problem !== null}
        aria-describedby={`${id}-problem`}
        trailing={<span className="font-sans text-12 text-secondary">{symbol}</span>}
        onChange={(event) => onChange({ display: event.target.value })}
      />
    </FieldFrame>
  );
}, sameProps);
