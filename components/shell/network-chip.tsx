import { Badge } from '#components/ui/badge.tsx';
import type { NetworkConfig } from '#lib/env/network-config.ts';

/** Which chain the page is about. */
export function NetworkChip({
  config,
}: {
  readonly config: Pick<NetworkConfig, 'network' | 'networkTitle' | 'chainId'>;
}) {
  const local = config.network === 'local';
  return (
    <Badge
      tone={local ? 'info' : 'neutral'}
      title={`${config.networkTitle}, chain ${config.chainId}`}
    >
      {local ? `Local ${config.chainId}` : config.networkTitle}
    </Badge>
  );
}
