import { assets } from '#lib/domain/asset.ts';
import { decimalText } from '#lib/format/decimal-text.ts';

export type FeeNotesProps = {
  readonly tierCount: number;
  /** Of the account; `null` while it is not known. */
  readonly rateLimit: { readonly perSecond: number; readonly burst: number } | null;
};

const SMALLEST = assets
  .map(({ symbol, decimals }) => `${decimalText(1n, decimals)} ${symbol}`)
  .join(', ');

/** What a fee schedule leaves open: from what a fee is taken, how it is rounded, who pays another one. */
export function FeeNotes({ tierCount, rateLimit }: FeeNotesProps) {
  return (
    <div className="flex flex-col gap-1.5 px-3 py-2 text-secondary">
      <p>
        Taken from what you receive, and rounded up fill by fill to the{' '}
        <span title={SMALLEST}>smallest unit of the asset</span>, as 0.000001 USDT.
      </p>
      <p>
        {tierCount === 1 ? 'One tier today: the same for everybody. ' : ''}
        {rateLimit === null ? null : (
          <>
            Up to <span className="numeric text-text">{rateLimit.perSecond}</span> orders a second,{' '}
            <span className="numeric text-text">{rateLimit.burst}</span> at once, and as many
            cancels.
          </>
        )}
      </p>
    </div>
  );
}
