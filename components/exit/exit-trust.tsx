const CANNOT: readonly string[] = [
  'move your money without your signature, or pay it to anybody but you',
  'fill an order at a worse price than you signed, or for more than you signed',
  'charge more than the fee that you signed, or more than the market allows',
  'settle an order that you canceled on the chain, that expired, or that belongs to an ended epoch',
  'stop, delay or redirect an exit, also while everything else is paused',
];

const CAN: readonly string[] = [
  'refuse your orders and withdrawals, or not answer at all: that is what this page is for',
  'decide which of two orders came first, and when a trigger’s price was reached',
  'settle an order that you canceled at the exchange only, until it expires: end orders here to rule that out',
  'settle what was matched before, in the minute after your request; what it leaves out then does not happen on the chain',
  'pause deposits and settlement',
];

/** Who has to be trusted with what, in plain words. */
export function ExitTrust() {
  return (
    <div className="grid gap-4 text-13 md:grid-cols-2">
      <TrustList title="The operator cannot" items={CANNOT} />
      <TrustList title="The operator can" items={CAN} />
      <p className="text-12 text-secondary md:col-span-2">
        The contract holds your money, and its code cannot be changed. Its owner can appoint
        operators, list tokens, and set the delay of later exits to at most 24 hours; it cannot
        touch balances. This page is served by somebody too: what your wallet shows you to sign
        should be a call of the clearing house at the address on this page, without any value.
      </p>
    </div>
  );
}

function TrustList({
  title,
  items,
}: {
  readonly title: string;
  readonly items: readonly string[];
}) {
  return (
    <div>
      <h3 className="mb-1 font-medium">{title}</h3>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-12 text-secondary">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}
