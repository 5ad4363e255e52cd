'use client';

import { Badge } from '#components/ui/badge.tsx';
import { useNetworkConfig } from './config-provider.tsx';
import { useMarketData } from './market-data-provider.tsx';

/**
 * Says that what is seen here is simulated: whenever a price is, and on a development network always,
 * where simulated traders trade among themselves.
 */
export function SimulatedChip() {
  const simulated = useMarketData((data) =>
    Object.values(data.prices).some((price) => price.simulated),
  );
  const { developmentFeatures } = useNetworkConfig();
  if (!simulated && !developmentFeatures) return null;
  return (
    <Badge tone="warn" title="Prices and traders on this development network are simulated">
      <span>
        Simulated prices<span className="max-sm:sr-only"> and traders</span>
      </span>
    </Badge>
  );
}
