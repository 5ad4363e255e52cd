import { findAsset } from '#lib/domain/asset.ts';
import { CODELESS_CONTRACTS, type ContractName } from '#lib/domain/network.ts';
import { errorResponse } from '#lib/protocol/rest/error-response.ts';
import { solvencyResponse } from '#lib/protocol/rest/solvency.ts';
import { statusResponse } from '#lib/protocol/rest/status.ts';
import { encodeBlock } from '#lib/protocol/wire-block.ts';
import { toWireNumber } from '#lib/protocol/wire-number.ts';
import { encodeSettlement } from '#lib/protocol/wire-settlement.ts';
import type { AssetSolvency, Reconciliation, SettlementStatus } from '#server/settlement/index.ts';
import type { ChainView } from '../chain-view.ts';
import type { RouteApp } from './http-server.ts';
import { madeOnce } from './made-once.ts';
import type { RouteContext } from './route-context.ts';

const tags = ['operations'];

/** What changes without a block is no older than this, milliseconds. */
const STATUS_MS = 1_000;

/** How the exchange does, and what it owes: `/v1/status`, `/v1/solvency`. */
export function addStatusRoutes(app: RouteApp, context: RouteContext): void {
  const { chain, settlements, asOf } = context;
  const status = madeOnce(
    () => `${chain.status().head?.hash} ${Math.floor(asOf().timestamp / STATUS_MS)}`,
    () => statusOf(context),
  );
  app.get(
    '/v1/status',
    {
      schema: {
        tags,
        summary: 'Services, queues, settlement, reconciliation, contracts and endpoints',
        response: { 200: statusResponse },
      },
    },
    () => status(),
  );

  const solvency = madeOnce(
    () => {
      const found = settlements.view().reconciliation();
      const address = chain.network()?.deployment?.contracts.clearingHouse;
      return `${found?.block} ${found?.timestampMs} ${found?.differences.length} ${address}`;
    },
    () => solvencyOf(context),
  );
  app.get(
    '/v1/solvency',
    {
      schema: {
        tags,
        summary: 'What the clearing house holds against what is owed, as of one block',
        response: { 200: solvencyResponse, 501: errorResponse },
      },
    },
    () => solvency(),
  );
}

function statusOf({
  identity,
  chain,
  readiness,
  endpoints,
  openOrderCount,
  ...rest
}: RouteContext) {
  const { ready, checks } = readiness();
  const view = rest.settlement;
  const status = view?.status() ?? null;
  const compared = view?.reconciliation() ?? null;
  const { head } = chain.status();
  const services = Object.entries(checks).map(([name, check]) => ({ name, ...check }));
  return {
    version: identity.version,
    network: identity.network,
    chain_id: identity.chainId,
    ready,
    services: [...services, ...(status === null ? [] : [settlementService(status)])],
    queues: {
      open_orders: openOrderCount(),
      unsettled_trades: status?.unsettledTrades ?? 0,
      quarantined_trades: status?.quarantinedTrades ?? 0,
    },
    settlement: status === null ? null : encodeStatus(status),
    reconciliation: compared === null ? null : encodeReconciliation(compared),
    contracts: contractsOf(chain),
    endpoints: endpoints().map((endpoint) => ({
      name: endpoint.name,
      healthy: endpoint.healthy,
      last_error: endpoint.lastError?.slice(0, 1_024) ?? null,
      latency_ms: endpoint.latencyMs,
      head: endpoint.head,
      blocks_behind: endpoint.blocksBehind,
    })),
    block: head === null ? null : encodeBlock(head),
    ...rest.asOf(),
  };
}

function settlementService({ state, why }: SettlementStatus) {
  const detail = why ?? 'Batches go out as they fill.';
  return { name: 'settlement', ok: state === 'working', detail };
}

function encodeStatus(status: SettlementStatus) {
  const { lastSettled, inFlight, operatorBalanceWei } = status;
  return {
    state: status.state,
    why: status.why,
    unsettled_trades: status.unsettledTrades,
    quarantined_trades: status.quarantinedTrades,
    oldest_unsettled_ms: status.oldestUnsettledMs,
    last_settled: lastSettled === null ? null : encodeSettlement(lastSettled),
    in_flight: inFlight === null ? null : encodeSettlement(inFlight),
    operator: status.operator,
    operator_balance: operatorBalanceWei === null ? null : operatorBalanceWei.toString(),
    final_block: status.finalBlock,
  };
}

function encodeReconciliation({ block, timestampMs, ...found }: Reconciliation) {
  const differences = found.differences.length;
  return {
    block,
    timestamp: timestampMs,
    accounts_checked: found.accountsChecked,
    differences,
    agrees: differences === 0,
  };
}

function contractsOf(chain: ChainView) {
  const network = chain.network();
  if (network === null || network.deployment === null) return null;
  const { deployment, missingContracts } = network;
  const contracts = Object.entries(deployment.contracts) as [ContractName, `0x${string}`][];
  return contracts
    .filter(([name]) => !CODELESS_CONTRACTS.has(name))
    .map(([name, address]) => ({ name, address, has_code: !missingContracts.includes(name) }));
}

function solvencyOf({ chain, settlements, asOf }: RouteContext) {
  const compared = settlements.view().reconciliation();
  return {
    as_of: compared === null ? null : { block: compared.block, timestamp: compared.timestampMs },
    contract: chain.network()?.deployment?.contracts.clearingHouse ?? null,
    agrees: compared !== null && compared.differences.length === 0,
    assets: (compared?.assets ?? []).map(encodeAsset),
    ...asOf(),
  };
}

function encodeAsset({ asset, held, custody, liabilities, exchangeOwned }: AssetSolvency) {
  const { decimals = 0, token = asset } = findAsset(asset) ?? {};
  return {
    asset,
    token,
    held: toWireNumber(held, decimals),
    custody: toWireNumber(custody, decimals),
    liabilities: toWireNumber(liabilities, decimals),
    exchange_owned: toWireNumber(exchangeOwned, decimals),
  };
}
