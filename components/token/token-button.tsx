import { Icon } from '#components/ui/icon.tsx';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { TokenEntry } from '#lib/swap/token-entries.ts';
import { TokenMark } from './token-mark.tsx';

export type TokenButtonProps = {
  readonly token: TokenEntry | null;
  /** What the token is for: `Token to pay`. */
  readonly label: string;
  readonly onPress: () => void;
};

/** The chosen token; opens the list of tokens. */
export function TokenButton({ token, label, onPress }: TokenButtonProps) {
  const symbol = token?.currency.symbol;
  const address =
    token?.ambiguous && token.currency.kind === 'token'
      ? shortenAddress(token.currency.address)
      : null;
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      className="touch-target flex h-9 max-w-40 shrink-0 items-center gap-2 rounded-full bg-hover py-1 pr-2.5 pl-1.5 font-medium text-15 transition-colors hover:bg-line"
      onClick={onPress}
    >
      <span className="sr-only">{label}: </span>
      {symbol === undefined ? (
        <span className="pl-1.5">Choose a token</span>
      ) : (
        <>
          <TokenMark symbol={symbol} />
          <span className="min-w-0">
            <span className="block truncate leading-tight">{symbol}</span>
            {address === null ? null : (
              <span className="numeric block text-11 text-secondary leading-tight">{address}</span>
            )}
          </span>
        </>
      )}
      <Icon name="chevron-down" size={12} className="text-secondary" />
    </button>
  );
}
