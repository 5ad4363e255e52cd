import { type Deployment, networks } from '#lib/domain/network.ts';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import { DeploymentRecordError } from '#lib/env/parse-deployment.ts';
import { readDeployment } from '#lib/env/read-deployment.ts';
import packageJson from '../package.json' with { type: 'json' };
import { type FollowedChain, followChain } from './chain/index.ts';
import { readServerConfig, type ServerConfig } from './config.ts';
import { ExchangeCore } from './exchange-core.ts';
import { Faucet, type FaucetOutcome } from './faucet/index.ts';
import { createGateway, type Gateway, type MarketFeed } from './gateway/index.ts';
import { JournalError } from './journal/index.ts';
import { MarketListingError } from './keepers/index.ts';
import { limits } from './limits.ts';
import { createMarketMaker, type MarketMaker } from './market-maker/index.ts';
import { openMarketFeed } from './open-market-feed.ts';
import { MarketRecordError } from './oracle/index.ts';
import { prepareDataDir } from './prepare-data-dir.ts';
import { runProcess } from './run-process.ts';
import { RecoveryError } from './sequencer/index.ts';
import {
  LogGapError,
  LogMismatchError,
  SnapshotFolderError,
  SnapshotUnreadableError,
} from './snapshot/index.ts';
import { createLogger, createMetrics, type Logger, type Metrics } from './telemetry/index.ts';

const now = () => Date.now();

type Parts = {
  readonly config: ServerConfig;
  readonly logger: Logger;
  readonly feed: MarketFeed;
  readonly chain: FollowedChain;
  readonly metrics: Metrics;
  readonly core: ExchangeCore;
};

/** Puts the sidecar together, and runs it until it is told to stop. */
async function runSidecar(
  { config, logger }: Pick<Parts, 'config' | 'logger'>,
  stopping: AbortSignal,
): Promise<void> {
  await prepareDataDir(config);
  const { feed, stop: stopFeed } = await openMarketFeed(config, now);
  const chain = followChain({
    env: config,
    readDeployment: () => readDeployment(config),
    finality: config.finalityBlocks,
    pollMs: limits.headPollMs,
    maxBackoffMs: limits.headBackoffMs,
    rpcTimeoutMs: limits.rpcTimeoutMs,
    logger,
  });
  const core = coreOf({ config, logger, feed });
  const metrics = createMetrics(metricsSources({ feed, chain, core }));
  chain.listen({
    reorganisation: ({ beyondFinality }) =>
      metrics.reorganisations.inc({ beyond_finality: String(beyondFinality) }),
  });
  const parts = { config, logger, feed, chain, metrics, core };
  const marketMaker = marketMakerOf(parts);
  chain.listen({ block: () => marketMaker?.blockArrived() });
  const gateway = gatewayOf(parts);
  try {
    const ports = await listening(gateway, config);
    const { network, chainId, priceSource, developmentFeatures } = config;
    const facts = {
      host: config.host,
      ...ports,
      network,
      chainId,
      priceSource,
      developmentFeatures,
    };
    logger.info(facts, 'the sidecar serves');
    await Promise.race([chain.run(), core.run(), aborted(stopping)]);
  } finally {
    chain.stop();
    await marketMaker?.stop();
    stopFeed();
    await gateway.close();
    await core.stop();
  }
}

/** The engine with its sequencer and journal; it recovers when it is run. */
function coreOf({ config, logger, feed }: Pick<Parts, 'config' | 'logger' | 'feed'>): ExchangeCore {
  const { networkDir, snapshotEvery, snapshotsKept, archiveJournal } = config;
  const network = `${config.network}-${config.chainId}`;
  return new ExchangeCore({
    networkDir,
    network,
    snapshotEvery,
    snapshotsKept,
    archiveJournal,
    feed,
    limits,
    logger,
    now,
  });
}

function gatewayOf({ config, logger, feed, chain, metrics, core }: Parts): Gateway {
  const network = networks[config.network];
  return createGateway({
    host: config.host,
    port: config.port,
    wsPort: config.wsPort,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    ratePerSecond: config.ratePerSecond,
    rateBurst: config.rateBurst,
    connectionsPerIp: config.connectionsPerIp,
    maxHeadAgeMs: config.maxHeadAgeSeconds * 1_000,
    identity: {
      version: packageJson.version,
      network: network.name,
      title: network.title,
      chainId: config.chainId,
      rpcUrl: config.publicRpcUrl,
      explorerUrl: network.explorerUrl,
      developmentFeatures: config.developmentFeatures,
      simulatedPrices: config.priceSource === 'simulated',
    },
    feed,
    chain,
    engineReadiness: () => core.readiness(),
    faucet: config.developmentFeatures ? faucetOf({ config, logger, chain, metrics }) : null,
    metrics,
    logger,
    limits,
    now,
  });
}

/** `null` where there is none: it signs with a development key, on the local network only. */
function marketMakerOf({ config, logger, feed, chain, metrics }: Parts): MarketMaker | null {
  if (!config.marketMaker) return null;
  return createMarketMaker({
    rpcUrl: config.rpcUrl,
    chainId: config.chainId,
    account: developmentAccount(config, 'marketMaker'),
    deployment: () => trustedDeployment(chain),
    prices: () => feed.prices(),
    now,
    logger,
    onRound: ({ kind }) => metrics.marketMakerRounds.inc({ outcome: kind }),
  });
}

function faucetOf({ config, logger, chain, metrics }: Omit<Parts, 'feed' | 'core'>): Faucet {
  return new Faucet({
    rpcUrl: config.rpcUrl,
    rpcTimeoutMs: limits.rpcTimeoutMs,
    operator: developmentAccount(config, 'faucetOperator'),
    contract: () => trustedDeployment(chain)?.contracts.faucet ?? null,
    maxWaiting: limits.faucetQueue,
    receiptMs: limits.faucetReceiptMs,
    now,
    onOutcome(outcome) {
      metrics.faucetRequests.inc({ outcome: outcome.kind });
      logFaucet(outcome, logger);
    },
  });
}

/** `null` while the chain is not known to be the one that the deployment was made on. */
function trustedDeployment(chain: FollowedChain): Deployment | null {
  const network = chain.network();
  const trusted = network?.genesisMatches === true && chain.status().fault === null;
  return trusted ? network.deployment : null;
}

function logFaucet(outcome: FaucetOutcome, logger: Logger): void {
  const { kind } = outcome;
  if (kind === 'failed' || kind === 'unconfirmed') {
    const { error, ...facts } = outcome;
    logger.warn({ ...facts, err: error }, 'a faucet transaction did not go through');
  } else if (kind === 'reverted') {
    logger.warn(outcome, 'a faucet transaction was reverted');
  } else {
    logger.debug(outcome, 'faucet');
  }
}

function metricsSources({ feed, chain, core }: Pick<Parts, 'feed' | 'chain' | 'core'>) {
  const secondsSince = (timeMs: number) => Math.max(0, now() - timeMs) / 1_000;
  return {
    priceStalenessSeconds: () =>
      feed
        .prices()
        .map(({ symbol, timestampMs }) => ({ symbol, seconds: secondsSince(timestampMs) })),
    sourceHealth: () => feed.sources().map(({ name, healthy }) => ({ source: name, healthy })),
    headAgeSeconds: () => {
      const { head } = chain.status();
      return head === null ? null : secondsSince(head.timestampMs);
    },
    headNumber: () => chain.status().head?.number ?? null,
    chainReachable: () => chain.status().reachable,
    engine: () => core.figures(),
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
  JournalError,
  LogGapError,
  LogMismatchError,
  MarketListingError,
  MarketRecordError,
  RecoveryError,
  SnapshotFolderError,
  SnapshotUnreadableError,
];

function isForPeople(error: unknown): error is Error {
  return errorsForPeople.some((type) => error instanceof type);
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
