import { Badge } from '#components/ui/badge.tsx';
import type { LegView } from '#lib/swap/swap-view.ts';

/** The ways that a swap takes: what part goes through which pools, at which fees. */
export function RouteLegs({ legs }: { readonly legs: readonly LegView[] }) {
  if (legs.length === 0) return null;
  return (
    <ol aria-label="Route" className="mt-1 flex flex-col gap-2 border-line border-t pt-2">
      {legs.map((leg) => (
        <li key={leg.hops.map(({ pool }) => pool).join()} className="flex items-baseline gap-3">
          <span className="numeric w-12 shrink-0 text-right text-secondary">{leg.share}</span>
          <span className="flex min-w-0 flex-1 flex-col gap-1">
            {leg.hops.map((hop) => (
              <span key={hop.pool} className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
                <span>{hop.pair}</span>
                <Badge title={`Pool ${hop.pool}`}>
                  {hop.version} · <span className="numeric">{hop.fee}</span>
                </Badge>
              </span>
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}
