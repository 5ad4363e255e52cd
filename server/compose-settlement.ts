import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createClient, custom, defineChain } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Deployment } from '#lib/domain/network.ts';
import { backstopKey } from './backstop-key.ts';
import {
  blockBeforeContract,
  type ChainEndpoints,
  type FollowedChain,
  type FollowedCustody,
  followCustody,
  openOperator,
} from './chain/index.ts';
import type { ComposedExchange } from './compose-exchange.ts';
import type { ServerConfig } from './config.ts';
import { limits } from './limits.ts';
import { serveOperatorRequests } from './operator-requests.ts';
import {
  Backstop,
  createExitFile,
  ExitLog,
  openSettlement,
  SettlementDesk,
  thawAccount,
} from './settlement/index.ts';
import type { Logger, Metrics } from './telemetry/index.ts';

export type SettlementParts = {
  readonly config: ServerConfig;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly chain: FollowedChain;
  readonly endpoints: ChainEndpoints;
  readonly exchange: Pick<ComposedExchange, 'core' | 'projections' | 'book' | 'receipts'>;
  /** What is deployed on the chain, without a clearing house that cannot be used. */
  readonly deployment: () => Deployment | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

export type ComposedSettlement = {
  readonly desk: SettlementDesk;
  /**
   * Follows the clearing house, and settles what is matched, from when it is known and the exchange has
   * recovered. Never resolves by itself.
   *
   * @throws SignerError when a keystore of the operator's cannot be read.
   */
  run(): Promise<never>;
  /** Sends nothing any more, and resolves when the last command is through. */
  stop(): Promise<void>;
};

/** A clearing house that was found to be what the markets need. */
type Place = { readonly contract: Address; readonly multicall3: Address };

/** Time between two looks whether the clearing house is known. */
const LOOK_MS = 250;

/** Custody and settlement, put together. */
export function composeSettlement(parts: SettlementParts): ComposedSettlement {
  const { exchange, metrics, now } = parts;
  const store = () => exchange.projections.store;
  const desk = new SettlementDesk({ book: exchange.book, store, now });
  metrics.observeSettlement(() => ({
    ...desk.status(),
    reconciliation: desk.reconciliation(),
    largestContractExposure: exchange.book.exposure.largest(),
  }));
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> = Promise.resolve();
  return {
    desk,
    async run() {
      running = runUntil(parts, desk, signal);
      await running;
      return await new Promise<never>(() => undefined);
    },
    async stop() {
      stopping.abort();
      await running.catch(() => undefined);
    },
  };
}

async function runUntil(
  parts: SettlementParts,
  desk: SettlementDesk,
  signal: AbortSignal,
): Promise<void> {
  const aborted = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await Promise.race([parts.exchange.core.ready, aborted]);
  const place = await placeOf(parts, signal);
  if (place !== null) await settle(parts, { desk, place, signal });
}

/** Waits until the clearing house is known. */
async function placeOf(
  { deployment }: SettlementParts,
  signal: AbortSignal,
): Promise<Place | null> {
  while (!signal.aborted) {
    const { clearingHouse: contract, multicall3 } = deployment()?.contracts ?? {};
    if (contract !== undefined && multicall3 !== undefined) return { contract, multicall3 };
    await delay(LOOK_MS, undefined, { signal }).catch(() => undefined);
  }
  return null;
}

async function settle(
  parts: SettlementParts,
  {
    desk,
    place,
    signal,
  }: { readonly desk: SettlementDesk; readonly place: Place; readonly signal: AbortSignal },
): Promise<void> {
  const { config, logger, metrics, chain, endpoints, exchange, now } = parts;
  const { networkDir, chainId, confirmations } = config;
  const isLocal = config.network === 'local';
  const { contract } = place;
  const common = { endpoints, contract, confirmations, networkDir, limits, logger };
  const operator = await openOperator({
    ...common,
    chainId,
    keys: exchange.receipts?.keys ?? config.operatorKeys,
    fees: config.gasFees,
    now,
  });
  metrics.observeOperator(() => operator.accounts());
  const before = await blockBeforeContract({ endpoints, contract });
  const custody = followCustody({ ...common, chain, before });
  const exits = await exitLogOf(parts, { desk, custody, contract, before });
  const settlement = openSettlement({
    ...place,
    client: clientOf(parts),
    operator,
    custody,
    isReachable: () => chain.status().reachable,
    port: exchange.core.port,
    book: exchange.book,
    desk,
    backstop: backstopOf(config, contract),
    limits: isLocal ? { ...limits, settlementLagMs: limits.localSettlementLagMs } : limits,
    logger,
    onTrouble: (kind) => metrics.settlementTroubles.inc({ kind }),
    now,
  });
  chain.listen({ block: () => settlement.headMoved() });
  logger.info({ clearingHouse: contract, confirmations }, 'custody is followed');
  await Promise.all([
    settlement.run(signal),
    exits.run(signal),
    serveOperatorRequests(
      {
        networkDir,
        act: async ({ address }) => await thawAccount(thawing(parts, contract), address),
        pollMs: limits.operatorRequestsMs,
        now,
        logger,
      },
      signal,
    ),
  ]);
}

/** Forced exits, told at the desk. */
async function exitLogOf(
  { config, logger }: SettlementParts,
  of: {
    readonly desk: SettlementDesk;
    readonly custody: FollowedCustody;
    readonly contract: Address;
    readonly before: number;
  },
): Promise<ExitLog> {
  const { desk, custody, contract, before } = of;
  const exits = new ExitLog({
    store: createExitFile(join(config.networkDir, 'exits.jsonl'), contract),
    before,
    read: async (range) => await custody.read(range),
    mostBlocks: limits.custodyBlocks,
    retryMs: limits.custodyRetryMs,
    sleep: async (ms, signal) => {
      await delay(ms, undefined, { signal }).catch(() => undefined);
    },
    onChange: (account, undone) => desk.exitChanged(account, undone),
    onFailure: (error) => logger.warn({ err: error }, 'forced exits could not be read or kept'),
  });
  await exits.load();
  custody.listen(exits);
  desk.readExitsFrom(exits);
  return exits;
}

/** What it takes to thaw an account. */
function thawing({ endpoints, exchange }: SettlementParts, contract: Address) {
  return {
    port: exchange.core.port,
    accountOf: (address: Address) => exchange.book.accountOf(address),
    isExiting: async (address: Address) => {
      const { exiting } = await endpoints.client.readContract({
        address: contract,
        abi: clearingHouseAbi,
        functionName: 'accountOf',
        args: [address],
      });
      return exiting;
    },
  };
}

/** Reads over all endpoints. */
function clientOf({ config, endpoints }: SettlementParts) {
  const { chainId, rpcUrl } = config;
  const { client } = endpoints;
  return createClient({
    chain: defineChain({
      id: chainId,
      name: config.network,
      nativeCurrency: { name: 'LUX', symbol: 'LUX', decimals: 18 },
      rpcUrls: { default: { http: [rpcUrl] } },
    }),
    transport: custom({ request: async (request) => await client.request(request) }, RETRY_NOTHING),
  });
}

/** The endpoints do that. */
const RETRY_NOTHING = { retryCount: 0 };

/** The account that takes over what another one cannot settle; `null` where none is set. */
function backstopOf(config: ServerConfig, verifyingContract: Address): Backstop | null {
  const privateKey = backstopKey(config);
  if (privateKey === null) return null;
  const { chainId } = config;
  return new Backstop({
    address: privateKeyToAddress(privateKey),
    signer: { privateKey },
    domain: () => ({ chainId, verifyingContract }),
  });
}
