import type { Address } from '#lib/domain/address.ts';
import { type Deployment, networks } from '#lib/domain/network.ts';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { DeploymentRecordError } from '#lib/env/parse-deployment.ts';
import { readDeployment } from '#lib/env/read-deployment.ts';
import packageJson from '../package.json' with { type: 'json' };
import {
  type ChainEndpoints,
  type FollowedChain,
  followChain,
  openEndpoints,
  SignerError,
} from './chain/index.ts';
import { ClearingHouseMonitor, readClearingHouse } from './clearing-house/index.ts';
import { type ComposedExchange, composeExchange } from './compose-exchange.ts';
import { composeSettlement } from './compose-settlement.ts';
import { readServerConfig, type ServerConfig } from './config.ts';
import { type DevelopmentServices, developmentServices } from './development-services.ts';
import { createGateway, type Gateway, type MarketFeed, RevokedKeys } from './gateway/index.ts';
import { JournalError } from './journal/index.ts';
import { MarketListingError } from './keepers/index.ts';
import { limits } from './limits.ts';
import { openMarketFeed } from './open-market-feed.ts';
import { MarketRecordError } from './oracle/index.ts';
import { prepareDataDir } from './prepare-data-dir.ts';
import { runProcess } from './run-process.ts';
import { RecoveryError } from './sequencer/index.ts';
import { JournalBehindError, type SettlementView } from './settlement/index.ts';
import {
  idleHelpers,
  LogGapError,
  LogMismatchError,
  SnapshotFolderError,
  SnapshotUnreadableError,
} from './snapshot/index.ts';
import {
  createLogger,
  createMetrics,
  EventCounts,
  type Logger,
  type Metrics,
  startTracing,
  traced,
} from './telemetry/index.ts';

const now = () => Date.now();

type Parts = {
  readonly config: ServerConfig;
  readonly logger: Logger;
  /** Index prices. */
  readonly index: MarketFeed;
  readonly chain: FollowedChain;
  readonly metrics: Metrics;
  readonly exchange: ComposedExchange;
  readonly revokedKeys: RevokedKeys;
  /** What is deployed and can be used. */
  readonly clearingHouse: ClearingHouseMonitor;
};

/** Puts the sidecar together, and runs it until it is told to stop. */
async function runSidecar(
  { config, logger }: Pick<Parts, 'config' | 'logger'>,
  stopping: AbortSignal,
): Promise<void> {
  await prepareDataDir(config);
  const tracing = startTraces(config);
  const { feed: index, stop: stopIndex } = await openMarketFeed(config, now);
  const { rpcUrls, chainId } = config;
  const endpoints = openEndpoints({ rpcUrls, chainId, limits, logger });
  const chain = followChain({
    env: config,
    endpoints,
    readDeployment: () => readDeployment(config),
    finality: config.finalityBlocks,
    pollMs: limits.headPollMs,
    maxBackoffMs: limits.headBackoffMs,
    logger,
  });
  const clearingHouse = clearingHouseOf({ chain, endpoints, logger });
  const parts = await partsOf({ config, logger, index, chain, clearingHouse });
  const { exchange } = parts;
  parts.metrics.observeEndpoints(() => endpoints.status());
  void endpoints.watch(stopping);
  const deployment = () => clearingHouse.usableDeployment();
  const development = developmentServices({ ...parts, deployment, now });
  chain.listen({ block: () => development.blockArrived() });
  const settlement = composeSettlement({ ...parts, endpoints, deployment, now });
  const gateway = gatewayOf(parts, { endpoints, development, settlement: settlement.desk });
  try {
    const ports = await listening(gateway, config);
    const { host, network, chainId, priceSource, developmentFeatures } = config;
    const facts = { host, ...ports, network, chainId, priceSource, developmentFeatures };
    logger.info(facts, 'the sidecar serves');
    const trade = async () => {
      await exchange.core.ready;
      idleHelpers();
      development.begin(ports.port);
      return await aborted(stopping);
    };
    await Promise.race([chain.run(), exchange.core.run(), trade(), settlement.run()]);
  } finally {
    chain.stop();
    await settlement.stop();
    await development.stop();
    stopIndex();
    await gateway.close();
    await exchange.receipts?.close();
    await exchange.core.stop();
    await exchange.projections.stop();
    await tracing?.stop();
  }
}

/** The exchange, and the metrics that count what it does. */
async function partsOf(parts: Omit<Parts, 'metrics' | 'exchange' | 'revokedKeys'>): Promise<Parts> {
  const { config, logger, index, chain, clearingHouse } = parts;
  const metrics = createMetrics(metricsSources({ index, chain, exchange: () => exchange }));
  chain.listen({
    reorganisation: ({ beyondFinality }) =>
      metrics.reorganisations.inc({ beyond_finality: String(beyondFinality) }),
  });
  const revokedKeys = new RevokedKeys();
  const exchange = await composeExchange({
    config,
    logger,
    index,
    deployment: () => clearingHouse.usableDeployment(),
    others: [new EventCounts(metrics), revokedKeys],
    now,
  });
  return { ...parts, metrics, exchange, revokedKeys };
}

function startTraces({ traceEndpoint }: ServerConfig) {
  if (traceEndpoint === null) return null;
  const { traceFlushMs: flushMs, traceSendMs: sendMs } = limits;
  return startTracing({ endpoint: traceEndpoint, version: packageJson.version, flushMs, sendMs });
}

function gatewayOf(
  parts: Parts,
  {
    endpoints,
    development,
    settlement,
  }: {
    readonly endpoints: Pick<ChainEndpoints, 'status'>;
    readonly development: Pick<DevelopmentServices, 'faucet'>;
    readonly settlement: SettlementView;
  },
): Gateway {
  const { config, logger, index, chain, metrics, exchange, revokedKeys, clearingHouse } = parts;
  const { core, projections, auth, orderEntry, history, pseudonym, receipts } = exchange;
  const { marketData, accounts, books, balances, conditions } = projections;
  return createGateway({
    host: config.host,
    port: config.port,
    wsPort: config.wsPort,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    ratePerSecond: config.ratePerSecond,
    rateBurst: config.rateBurst,
    connectionsPerIp: config.connectionsPerIp,
    ...accountRates(config),
    maxHeadAgeMs: config.maxHeadAgeSeconds * 1_000,
    identity: publicIdentity(config, () => receipts?.operator() ?? null),
    feed: marketData,
    oracle: index,
    exchange: core.port,
    auth,
    orderEntry,
    revokedKeys,
    accounts,
    history,
    receipts: receipts?.receipts ?? null,
    trades: marketData,
    books,
    conditions,
    accountStreams: { activity: accounts, balances },
    pseudonym,
    chain: { ...chain, custodyFaults: () => clearingHouse.differences() },
    endpoints: () => endpoints.status(),
    settlement,
    custody: config,
    engineReadiness: () => core.readiness(),
    faucet: development.faucet,
    metrics,
    trace: traced,
    logger,
    limits,
    now,
  });
}

/** What of the installation is told to everyone. */
function publicIdentity(config: ServerConfig, operator: () => Address | null) {
  const network = networks[config.network];
  return {
    version: packageJson.version,
    network: network.name,
    title: network.title,
    chainId: config.chainId,
    rpcUrl: config.publicRpcUrl,
    explorerUrl: network.explorerUrl,
    developmentFeatures: config.developmentFeatures,
    simulatedPrices: config.priceSource === 'simulated',
    get operator() {
      return operator();
    },
  };
}

/** How many times as fast as others a market maker may go. */
const FAST = 10;

/** The exchange's own maker is one of those who may go faster. */
function accountRates(config: ServerConfig) {
  const { accountRatePerSecond: perSecond, accountRateBurst: burst, fastAccounts } = config;
  const own = config.marketMaker
    ? [developmentAccount(config, 'bookMaker').address.toLowerCase()]
    : [];
  const fast = { perSecond: FAST * perSecond, burst: FAST * burst };
  return {
    accountRate: { perSecond, burst },
    accountRates: new Map([...fastAccounts, ...own].map((address) => [address, fast])),
  };
}

/** Looks at the clearing house when the chain is known, and from time to time. */
function clearingHouseOf({
  chain,
  endpoints,
  logger,
}: Pick<Parts, 'chain' | 'logger'> & {
  readonly endpoints: ChainEndpoints;
}): ClearingHouseMonitor {
  const monitor = new ClearingHouseMonitor({
    read: async (place) => await readClearingHouse(endpoints.client, place),
    deployment: () => trustedDeployment(chain),
    intervalMs: limits.clearingHouseCheckMs,
    now,
    logger,
  });
  chain.listen({
    block: () => void monitor.blockArrived(),
    reorganisation: () => monitor.forget(),
  });
  return monitor;
}

/** `null` while the chain is not known to be the one that the deployment was made on. */
function trustedDeployment(chain: FollowedChain): Deployment | null {
  const network = chain.network();
  const trusted = network?.genesisMatches === true && chain.status().fault === null;
  return trusted ? network.deployment : null;
}

function metricsSources({
  index,
  chain,
  exchange,
}: Pick<Parts, 'index' | 'chain'> & { readonly exchange: () => ComposedExchange }) {
  const secondsSince = (timeMs: number) => Math.max(0, now() - timeMs) / 1_000;
  return {
    priceStalenessSeconds: () =>
      index
        .prices()
        .map(({ symbol, timestampMs }) => ({ symbol, seconds: secondsSince(timestampMs) })),
    sourceHealth: () => index.sources().map(({ name, healthy }) => ({ source: name, healthy })),
    headAgeSeconds: () => {
      const { head } = chain.status();
      return head === null ? null : secondsSince(head.timestampMs);
    },
    headNumber: () => chain.status().head?.number ?? null,
    chainReachable: () => chain.status().reachable,
    engine: () => exchange().core.figures(),
    store: () => {
      const { store } = exchange().projections;
      return { seq: store?.seq ?? 0, writing: store !== null && store.fault === null };
    },
    now,
  };
}

/** What cannot be listened on is a matter of configuration: which setting, and what to do. */
async function listening(gateway: Gateway, { host, port, wsPort }: ServerConfig) {
  try {
    return await gateway.listen();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
      const fix = `it is no address of this machine (${error.code}); use 127.0.0.1, or 0.0.0.0 for all`;
      throw new ConfigurationError([{ variable: 'HOST', value: host, fix }], { cause: error });
    }
    if (!('port' in error)) throw error;
    const variable = error.port === wsPort ? 'SIDECAR_WS_PORT' : 'SIDECAR_PORT';
    const value = String(error.port === wsPort ? wsPort : port);
    const fix = `${host} cannot be listened on there (${String(error.code)}); stop what uses the port, or choose another`;
    throw new ConfigurationError([{ variable, value, fix }], { cause: error });
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Errors whose message says what is wrong and what to do. */
const errorsForPeople = [
  ConfigurationError,
  DeploymentRecordError,
  JournalBehindError,
  JournalError,
  LogGapError,
  LogMismatchError,
  MarketListingError,
  MarketRecordError,
  RecoveryError,
  SignerError,
  SnapshotFolderError,
  SnapshotUnreadableError,
];

function isForPeople(error: unknown): error is Error {
  const isOne = errorsForPeople.some((type) => error instanceof type);
  // This one comes from another thread, where its class stays behind.
  return isOne || (error instanceof Error && error.name === 'StoreMismatchError');
}

function configurationOrExit(): ServerConfig {
  try {
    return readServerConfig();
  } catch (error) {
    if (!isForPeople(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return process.exit(1);
  }
}

const config = configurationOrExit();
const logger = createLogger(config.logLevel);
const { exitWithParent } = config;
await runProcess({ logger, exitWithParent, stopMs: limits.stopMs, isForPeople }, (stopping) =>
  runSidecar({ config, logger }, stopping),
);
