import { Badge } from '#components/ui/badge.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { formatAmount } from '#lib/format/format-amount.ts';
import { formatUsd } from '#lib/format/format-usd.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { TokenHolding } from '#lib/swap/find-tokens.ts';
import type { TokenEntry } from '#lib/swap/token-entries.ts';
import { TokenMark } from './token-mark.tsx';

export type TokenOptionProps = {
  readonly id: string;
  readonly entry: TokenEntry;
  readonly holding: TokenHolding | undefined;
  readonly active: boolean;
  /** Chosen on this or on the other side already. */
  readonly chosen: boolean;
  readonly onSelect: () => void;
  readonly onPoint: () => void;
};

/** One token of the list. Focus stays in the search field, so the option itself takes none. */
export function TokenOption(props: TokenOptionProps) {
  const { id, entry, holding, active, chosen, onSelect, onPoint } = props;
  const { currency, listed, ambiguous } = entry;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      className={classNames(
        'flex h-13 cursor-pointer items-center gap-3 px-4',
        active && 'bg-raised',
      )}
      onPointerMove={onPoint}
      onClick={onSelect}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onSelect();
      }}
    >
      <TokenMark symbol={currency.symbol} size={28} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="truncate font-medium text-13">{currency.symbol}</span>
          {listed ? null : <Badge tone="warn">Imported</Badge>}
          {chosen ? <Badge>Chosen</Badge> : null}
        </span>
        <span className="flex gap-2 text-12 text-secondary">
          <span className="truncate">{currency.name}</span>
          {currency.kind === 'token' && (ambiguous || !listed) ? (
            <span className="numeric shrink-0">{shortenAddress(currency.address)}</span>
          ) : null}
        </span>
      </span>
      <Holding holding={holding} decimals={currency.decimals} />
    </div>
  );
}

function Holding({
  holding,
  decimals,
}: {
  readonly holding: TokenHolding | undefined;
  readonly decimals: number;
}) {
  const { balance = null, value = null } = holding ?? {};
  if (balance === null) return null;
  return (
    <span className="numeric shrink-0 text-right">
      <span className="block text-13">
        {formatAmount(balance, decimals, { significantDigits: 6, zeroAsDash: true })}
      </span>
      {value === null || value === 0n ? null : (
        <span className="block text-11 text-secondary">{formatUsd(value)}</span>
      )}
    </span>
  );
}
