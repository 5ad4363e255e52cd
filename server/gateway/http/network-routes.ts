import type { Deployment } from '#lib/domain/network.ts';
import { networkResponse } from '#lib/protocol/rest/network-response.ts';
import { encodeBlock } from '#lib/protocol/wire-block.ts';
import type { RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';

/** `/v1/network`. */
export function addNetworkRoutes(app: RouteApp, { identity, chain, asOf }: RouteContext): void {
  app.get(
    '/v1/network',
    {
      schema: {
        tags: ['network'],
        summary: 'The chain that the exchange stands on, and what is deployed there',
        response: { 200: networkResponse },
      },
    },
    () => {
      const { reachable, head } = chain.status();
      const network = chain.network();
      const deployment = network?.deployment ?? null;
      return {
        network: identity.network,
        title: identity.title,
        chain_id: identity.chainId,
        rpc_url: identity.rpcUrl,
        explorer_url: identity.explorerUrl,
        genesis_hash: network?.genesisHash ?? null,
        chain_reachable: reachable,
        block: head === null ? null : encodeBlock(head),
        contracts: deployment?.contracts ?? null,
        missing_contracts: [...(network?.missingContracts ?? [])],
        tokens: tokensOf(deployment),
        development_features: identity.developmentFeatures,
        simulated_prices: identity.simulatedPrices,
        version: identity.version,
        ...asOf(),
      };
    },
  );
}

function tokensOf(deployment: Deployment | null) {
  return (deployment?.tokens ?? []).map(({ kind: _, ...token }) => token);
}
