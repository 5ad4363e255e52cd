/** A token's mark: the beginning of its symbol in a circle. No picture of a token proves anything. */
export function TokenMark({
  symbol,
  size = 24,
}: {
  readonly symbol: string;
  readonly size?: number;
}) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" className="shrink-0">
      <circle cx="12" cy="12" r="11.5" className="fill-hover stroke-edge" />
      <text
        x="12"
        y="12"
        dominantBaseline="central"
        textAnchor="middle"
        className="fill-text font-medium text-[8px]"
      >
        {[...symbol].slice(0, 3).join('')}
      </text>
    </svg>
  );
}
