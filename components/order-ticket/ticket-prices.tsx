import type { TicketContext } from '#lib/order-ticket/ticket-context.ts';
import type {
  PriceField as PriceFieldName,
  TicketInputs,
} from '#lib/order-ticket/ticket-inputs.ts';
import { stepPrice, withBookPrice } from '#lib/order-ticket/ticket-keys.ts';
import type { TicketView } from '#lib/order-ticket/ticket-view.ts';
import { PriceField } from './price-field.tsx';
import { PriceHelpers } from './price-helpers.tsx';

export type TicketPricesProps = {
  readonly view: TicketView;
  readonly inputs: TicketInputs;
  readonly context: TicketContext;
  /** Which of the order's prices; those that its type does not have are left out. */
  readonly fields: readonly PriceFieldName[];
  readonly onInputs: (change: (inputs: TicketInputs) => TicketInputs) => void;
};

const LABELS: Readonly<Record<PriceFieldName, string>> = {
  price: 'Price',
  trigger: 'Trigger',
  takeProfit: 'Take profit',
  stopLoss: 'Stop loss',
};

/** The prices of the order that are typed. */
export function TicketPrices({ view, inputs, context, fields, onInputs }: TicketPricesProps) {
  const { market } = context;
  return fields.map((name) => {
    const field = view.prices[name];
    if (field === null) return null;
    const helpers =
      name === 'price' ? (
        <PriceHelpers
          side={inputs.side}
          context={context}
          onTicks={(ticks) => onInputs((before) => withBookPrice(before, { ticks, market }))}
        />
      ) : null;
    return (
      <PriceField
        key={name}
        label={LABELS[name]}
        field={field}
        symbol={market.quote}
        aside={helpers}
        onText={(text) => onInputs((before) => ({ ...before, [name]: text }))}
        onStep={(ticks) => onInputs((before) => stepPrice(before, { field: name, ticks, context }))}
      />
    );
  });
}
