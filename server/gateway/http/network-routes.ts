import { assets } from '#lib/domain/asset.ts';
import {
  BINDING_DELAY_SECONDS,
  EXIT_DELAY_SECONDS,
  EXPIRY_GRACE_SECONDS,
  listedAssets,
} from '#lib/domain/clearing-house-listing.ts';
import type { Deployment } from '#lib/domain/network.ts';
import { networkResponse } from '#lib/protocol/rest/network-response.ts';
import { encodeBlock } from '#lib/protocol/wire-block.ts';
import { toWireNumber } from '#lib/protocol/wire-number.ts';
import { MOST_WITHDRAWALS } from '#server/engine/index.ts';
import type { CustodyTerms } from '../custody-terms.ts';
import type { RouteApp } from './http-server.ts';
import type { RouteContext } from './route-context.ts';

/** `/v1/network`. */
export function addNetworkRoutes(app: RouteApp, context: RouteContext): void {
  const { identity, chain, custody, asOf } = context;
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
        clearing_house: clearingHouseOf(deployment, custody),
        tokens: tokensOf(deployment),
        operator: identity.operator,
        development_features: identity.developmentFeatures,
        simulated_prices: identity.simulatedPrices,
        version: identity.version,
        ...asOf(),
      };
    },
  );
}

function clearingHouseOf(deployment: Deployment | null, custody: CustodyTerms) {
  const address = deployment?.contracts.clearingHouse;
  if (deployment === null || address === undefined) return null;
  return {
    address,
    exit_delay_seconds: EXIT_DELAY_SECONDS,
    binding_delay_seconds: BINDING_DELAY_SECONDS,
    expiry_grace_seconds: EXPIRY_GRACE_SECONDS,
    confirmations: custody.confirmations,
    max_pending_withdrawals: MOST_WITHDRAWALS,
    assets: assets.flatMap(({ symbol, token: name, decimals }) => {
      const listed = listedAssets.find(({ token }) => token === name);
      const token = deployment.tokens.find((each) => each.symbol === name);
      if (listed === undefined || token === undefined) return [];
      const minimum = custody.minimumWithdrawals.get(symbol) ?? 1;
      return {
        asset: symbol,
        number: listed.number,
        token: name,
        address: token.address,
        unit: (10n ** BigInt(listed.unitExponent)).toString(),
        decimals,
        min_withdrawal: toWireNumber(minimum, decimals),
      };
    }),
  };
}

function tokensOf(deployment: Deployment | null) {
  return (deployment?.tokens ?? []).map(({ kind: _, ...token }) => token);
}
