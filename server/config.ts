import { type ExchangeEnv, readExchangeEnv } from '#lib/env/exchange-env.ts';
import { readSettings } from '#lib/env/read-settings.ts';

/** Origins that may use the exchange unless CORS_ORIGINS says otherwise (API.md, Addresses). */
const PUBLIC_ORIGINS = [
  'https://lux.exchange',
  'https://dex.lux.network',
  'https://amm.lux.network',
] as const;

/** Longest tolerated age of the head: the local chain mines each second, others when there is work. */
const LOCAL_HEAD_AGE_SECONDS = 15;
const PUBLIC_HEAD_AGE_SECONDS = 600;

/** Everything the sidecar is told from outside. */
export type ServerConfig = ExchangeEnv & {
  readonly host: string;
  readonly port: number;
  readonly wsPort: number;
  readonly corsOrigins: readonly string[];
  /** Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  readonly priceSource: 'simulated' | 'none';
  readonly simSeed: number;
  readonly finalityBlocks: number;
  readonly maxHeadAgeSeconds: number;
  /** Commands between two snapshots of the engine, and how many of them are kept. */
  readonly snapshotEvery: number;
  readonly snapshotsKept: number;
  /** Whether the part of the journal that snapshots cover is kept in an archive, or removed. */
  readonly archiveJournal: boolean;
  /** The database server of the history; `null` = an embedded one in the network's folder. */
  readonly databaseUrl: string | null;
  /** Collector of traces; `null` = none are made. */
  readonly traceEndpoint: string | null;
  /** What session tokens are made with; `null` = a secret of the network's folder. */
  readonly jwtSecret: string | null;
  /** What receipts of orders are signed with, 0x-hex; `null` = none is set. */
  readonly operatorPrivateKey: string | null;
  readonly ratePerSecond: number;
  readonly rateBurst: number;
  /** Requests of one account, of each class: orders, cancels, others. */
  readonly accountRatePerSecond: number;
  readonly accountRateBurst: number;
  /** Accounts that may go ten times as fast: market makers. Lower case. */
  readonly fastAccounts: readonly string[];
  readonly connectionsPerIp: number;
  readonly marketMaker: boolean;
  readonly simulatedTraders: boolean;
  readonly exitWithParent: boolean;
  readonly logLevel: string;
};

/**
 * Reads the sidecar's configuration from the environment and CONFIG_FILE.
 *
 * @throws ConfigurationError naming every wrong setting at once.
 */
export function readServerConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): ServerConfig {
  const settings = readSettings(env);
  const exchange = readExchangeEnv(env);
  const local = exchange.network === 'local';
  return {
    ...exchange,
    host: settings.HOST,
    port: settings.SIDECAR_PORT,
    wsPort: settings.SIDECAR_WS_PORT,
    corsOrigins: settings.CORS_ORIGINS ?? [
      ...PUBLIC_ORIGINS,
      `http://localhost:${settings.WEB_PORT}`,
    ],
    trustedProxies: settings.TRUSTED_PROXIES,
    priceSource: settings.PRICE_SOURCES ?? (exchange.developmentFeatures ? 'simulated' : 'none'),
    simSeed: settings.SIM_SEED,
    finalityBlocks: settings.FINALITY_BLOCKS,
    maxHeadAgeSeconds:
      settings.MAX_HEAD_AGE_SECONDS ?? (local ? LOCAL_HEAD_AGE_SECONDS : PUBLIC_HEAD_AGE_SECONDS),
    snapshotEvery: settings.SNAPSHOT_EVERY,
    snapshotsKept: settings.SNAPSHOTS_KEPT,
    archiveJournal: settings.ARCHIVE_JOURNAL,
    databaseUrl: settings.DATABASE_URL ?? null,
    traceEndpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    jwtSecret: settings.JWT_SECRET ?? null,
    operatorPrivateKey: settings.OPERATOR_PRIVATE_KEY ?? null,
    ratePerSecond: settings.RATE_LIMIT_PER_SECOND,
    rateBurst: settings.RATE_LIMIT_BURST,
    accountRatePerSecond: settings.ACCOUNT_RATE_PER_SECOND,
    accountRateBurst: settings.ACCOUNT_RATE_BURST,
    fastAccounts: settings.FAST_ACCOUNTS,
    connectionsPerIp: settings.CONNECTIONS_PER_IP,
    marketMaker: settings.MARKET_MAKER ?? exchange.developmentFeatures,
    simulatedTraders: settings.SIMULATED_TRADERS ?? exchange.developmentFeatures,
    exitWithParent: settings.EXIT_WITH_PARENT,
    logLevel: settings.LOG_LEVEL,
  };
}
