import { classNames } from '#components/ui/class-names.ts';

/** Colours that are easily told apart in every theme, under letters in the colour on an accent. */
const FILLS = ['fill-accent', 'fill-secondary', 'fill-up', 'fill-warn', 'fill-info'] as const;

/**
 * A token's mark: its symbol, or the beginning of it, in a circle whose colour comes from the symbol.
 * No picture of a token proves anything.
 */
export function TokenMark({
  symbol,
  size = 24,
}: {
  readonly symbol: string;
  readonly size?: number;
}) {
  const letters = [...symbol];
  const isWhole = letters.length <= 4;
  const shown = isWhole ? letters : letters.slice(0, 3);
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" className="shrink-0">
      <circle cx="12" cy="12" r="12" className={fillOf(letters)} />
      <text
        x="12"
        y="12"
        dominantBaseline="central"
        textAnchor="middle"
        className={classNames(
          'fill-on-accent font-semibold',
          shown.length > 3 ? 'text-[6.5px]' : 'text-[8px]',
        )}
      >
        {shown.join('')}
      </text>
    </svg>
  );
}

/** The letters by their places, so that symbols of the same letters differ too. */
function fillOf(letters: readonly string[]): string {
  const sum = letters.reduce(
    (total, letter, index) => total + (letter.codePointAt(0) ?? 0) * (index + 1),
    0,
  );
  return FILLS[sum % FILLS.length] ?? FILLS[0];
}
