'use client';

import { memo, useId } from 'react';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Market } from '#lib/domain/market.ts';
import type { TicketInputs } from '#lib/order-ticket/ticket-inputs.ts';
import type { SizeFieldView } from '#lib/order-ticket/ticket-view.ts';
import { FieldFrame } from './field-frame.tsx';
import { sameProps } from './same-props.ts';
import { SizeSlider } from './size-slider.tsx';

export type SizeFieldProps = {
  readonly market: Market;
  readonly field: SizeFieldView;
  readonly unit: TicketInputs['unit'];
  readonly onChange: (part: Partial<TicketInputs>) => void;
};

/** How much: typed in base or quote, or as a part of what is available. */
export const SizeField = memo(function SizeField(props: SizeFieldProps) {
  const { market, field, unit, onChange } = props;
  const id = useId();
  const other = (
    <span className="numeric truncate" title="The same in the other unit">
      {field.other}
    </span>
  );
  return (
    <div>
      <FieldFrame id={id} label="Size" aside={other} problem={field.problem}>
        <Input
          id={id}
          inputMode="decimal"
          className="numeric pr-0 [&_input]:text-right"
          value={field.text}
          invalid={field.problem !== null}
          aria-describedby={`${id}-problem`}
          trailing={
            <Select
              quiet
              aria-label="Unit of the size"
              className="font-sans"
              value={unit}
              options={[
                { value: 'base', label: market.base },
                { value: 'quote', label: market.quote },
              ]}
              onChange={(event) =>
                onChange({ unit: event.target.value === 'quote' ? 'quote' : 'base' })
              }
            />
          }
          onChange={(event) => onChange({ size: { kind: 'text', text: event.target.value } })}
        />
      </FieldFrame>
      <SizeSlider
        percent={field.percent}
        onPercent={(percent) => onChange({ size: { kind: 'percent', percent } })}
      />
    </div>
  );
}, sameProps);
