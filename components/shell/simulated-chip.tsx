'use client';

import { Badge } from '#components/ui/badge.tsx';
import { useMarketData } from './market-data-provider.tsx';

/** Says that the prices on this page are simulated, whenever one of them is. */
export function SimulatedChip() {
  const simulated = useMarketData((data) =>
    Object.values(data.prices).some((price) => price.simulated),
  );
  if (!simulated) return null;
  return (
    <Badge tone="warn" title="Made by a simulated market on this development network">
      Simulated prices
    </Badge>
  );
}
