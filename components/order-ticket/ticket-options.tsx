import { memo } from 'react';
import { Select } from '#components/ui/select.tsx';
import type { TimeInForce } from '#lib/domain/order.ts';
import type { GoodFor, TicketInputs } from '#lib/order-ticket/ticket-inputs.ts';
import type { TicketView } from '#lib/order-ticket/ticket-view.ts';
import { CheckOption } from './check-option.tsx';
import { sameProps } from './same-props.ts';

export type TicketOptionsProps = {
  readonly view: Pick<
    TicketView,
    'timeInForce' | 'timesInForce' | 'postOnly' | 'iceberg' | 'reduceOnly' | 'legs'
  >;
  readonly goodFor: GoodFor;
  readonly onChange: (change: Partial<TicketInputs>) => void;
};

const TIMES: Readonly<Record<TimeInForce, string>> = {
  GTC: 'Until canceled',
  GTD: 'For a time',
  IOC: 'At once, rest canceled',
  FOK: 'All at once or nothing',
};

const SPANS: readonly { readonly value: GoodFor; readonly label: string }[] = [
  { value: 'hour', label: '1 hour' },
  { value: 'day', label: '1 day' },
  { value: 'week', label: '7 days' },
  { value: 'month', label: '30 days' },
];

/** How long the order stands, and in which way. */
export const TicketOptions = memo(function TicketOptions(props: TicketOptionsProps) {
  const { view, goodFor, onChange } = props;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex gap-1.5">
        <Select
          aria-label="Time in force"
          className="flex-1"
          disabled={view.timesInForce.length === 1}
          value={view.timeInForce}
          options={view.timesInForce.map((value) => ({ value, label: TIMES[value] }))}
          onChange={({ target }) => {
            const timeInForce = view.timesInForce.find((time) => time === target.value);
            if (timeInForce !== undefined) onChange({ timeInForce });
          }}
        />
        {view.timeInForce === 'GTD' ? (
          <Select
            aria-label="How long the order stands"
            className="w-24"
            value={goodFor}
            options={SPANS}
            onChange={({ target }) => {
              const span = SPANS.find(({ value }) => value === target.value);
              if (span !== undefined) onChange({ goodFor: span.value });
            }}
          />
        ) : null}
      </div>
      <div className="grid grid-cols-2 gap-x-4">
        <CheckOption option={view.postOnly} onChecked={(postOnly) => onChange({ postOnly })}>
          Post-only
        </CheckOption>
        <CheckOption option={view.reduceOnly} onChecked={() => onChange({})}>
          Reduce-only
        </CheckOption>
        <CheckOption option={view.legs} onChecked={(legs) => onChange({ legs })}>
          TP / SL
        </CheckOption>
        <CheckOption option={view.iceberg} onChecked={(iceberg) => onChange({ iceberg })}>
          Iceberg
        </CheckOption>
      </div>
    </div>
  );
}, sameProps);
