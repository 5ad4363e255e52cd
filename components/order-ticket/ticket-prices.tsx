import type { TicketContext } from '#lib/order-ticket/ticket-context.ts';
import type {
  PriceField as PriceFieldName,
  TicketInputs,
} from '#lib/order-ticket/ticket-inputs.ts';
import { stepPrice, withBookPrice } from '#lib/order-ticket/ticket-keys.ts';
import type { TicketView } from '#lib/order-ticket/ticket-view.ts';
import { FieldRow } from './field-row.tsx';
import { MarketPriceField } from './market-price-field.tsx';
import { PriceField } from './price-field.tsx';
import { PriceHelpers } from './price-helpers.tsx';

export type TicketPricesProps = {
  readonly view: TicketView;
  readonly inputs: TicketInputs;
  readonly context: TicketContext;
  /** Which of the order's prices; those that its type does not have are left out, but the price. */
  readonly fields: readonly PriceFieldName[];
  readonly onInputs: (change: (inputs: TicketInputs) => TicketInputs) => void;
};

const LABELS: Readonly<Record<PriceFieldName, string>> = {
  price: 'Price',
  trigger: 'Trigger',
  takeProfit: 'Take profit',
  stopLoss: 'Stop loss',
};

/** Prices of the order, in one row: which ones there are changes nothing under them. */
export function TicketPrices(props: TicketPricesProps) {
  const { view, fields } = props;
  const shown = fields.filter((name) => name === 'price' || view.prices[name] !== null);
  if (shown.length === 0) return null;
  return (
    <FieldRow isPair={shown.length > 1}>
      {shown.map((name) => (
        <OnePrice key={name} name={name} {...props} />
      ))}
    </FieldRow>
  );
}

type OnePriceProps = TicketPricesProps & { readonly name: PriceFieldName };

function OnePrice({ name, view, inputs, context, onInputs }: OnePriceProps) {
  const { market } = context;
  const field = view.prices[name];
  if (field === null) return <MarketPriceField />;
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
      label={LABELS[name]}
      field={field}
      symbol={market.quote}
      aside={helpers}
      onText={(text) => onInputs((before) => ({ ...before, [name]: text }))}
      onStep={(ticks) => onInputs((before) => stepPrice(before, { field: name, ticks, context }))}
    />
  );
}
