import { type Hex, parseGwei } from 'viem';
import type { Address } from '#lib/domain/address.ts';
import type { Quanta } from '#lib/domain/quanta.ts';
import { type ExchangeEnv, readExchangeEnv } from '#lib/env/exchange-env.ts';
import { readSettings } from '#lib/env/read-settings.ts';
import type { Settings } from '#lib/env/settings-schema.ts';
import type { OperatorKeySettings } from './chain/index.ts';

/** Origins that may use the exchange unless CORS_ORIGINS says otherwise (API.md, Addresses). */
const PUBLIC_ORIGINS = [
  'https://lux.exchange',
  'https://dex.lux.network',
  'https://amm.lux.network',
] as const;

/** Longest tolerated age of the head: the local chain mines each second, others when there is work. */
const LOCAL_HEAD_AGE_SECONDS = 15;
const PUBLIC_HEAD_AGE_SECONDS = 600;

/**
 * Blocks that make a deposit final. Lux never gives up a block; the local chain is saved every five
 * seconds, and comes back without those behind its last save when it is killed.
 */
const LOCAL_CONFIRMATIONS = 8;
const PUBLIC_CONFIRMATIONS = 1;

/** The least that is worth the gas of being paid out, quanta by symbol. */
const MIN_WITHDRAWALS: readonly (readonly [string, number])[] = [
  ['USDT', 1_000_000],
  ['BTC', 2_000],
  ['ETH', 50_000],
  ['LUX', 100_000],
];

/** Of USDT, in which every market is quoted. */
const QUANTA_A_QUOTE_UNIT = 1_000_000;

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
  /** Blocks that make a deposit final, its own among them. */
  readonly confirmations: number;
  /** The least of an asset that is paid out, quanta by symbol. */
  readonly minimumWithdrawals: ReadonlyMap<string, number>;
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
  /** Where the keys are that settle, the preferred ones first. */
  readonly operatorKeys: OperatorKeySettings;
  /** Of the account that takes over what another one cannot settle; `null` = none is set. */
  readonly backstopPrivateKey: Hex | null;
  /** The most that an account may trade on its contract's word before it is settled; quote quanta. */
  readonly contractAccountBound: Quanta;
  /** Wei for a unit of gas: the most that is ever offered, and the priority fee. */
  readonly gasFees: { readonly maxFeeWei: bigint; readonly priorityWei: bigint };
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
    confirmations: settings.CONFIRMATIONS ?? (local ? LOCAL_CONFIRMATIONS : PUBLIC_CONFIRMATIONS),
    minimumWithdrawals: new Map([...MIN_WITHDRAWALS, ...settings.MIN_WITHDRAWALS]),
    snapshotEvery: settings.SNAPSHOT_EVERY,
    snapshotsKept: settings.SNAPSHOTS_KEPT,
    archiveJournal: settings.ARCHIVE_JOURNAL,
    databaseUrl: settings.DATABASE_URL ?? null,
    traceEndpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    jwtSecret: settings.JWT_SECRET ?? null,
    operatorKeys: operatorKeysOf(settings),
    backstopPrivateKey: backstopKeyOf(settings),
    contractAccountBound: settings.CONTRACT_ACCOUNT_BOUND * QUANTA_A_QUOTE_UNIT,
    gasFees: {
      maxFeeWei: parseGwei(String(settings.MAX_GAS_GWEI)),
      priorityWei: parseGwei(String(settings.PRIORITY_GAS_GWEI)),
    },
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

function backstopKeyOf({ BACKSTOP_PRIVATE_KEY: [key] = [] }: Settings): Hex | null {
  return key === undefined ? null : `0x${key.slice(2)}`;
}

function operatorKeysOf(settings: Settings): OperatorKeySettings {
  const { OPERATOR_PRIVATE_KEY: keys = [], OPERATOR_ADDRESS: addresses = [] } = settings;
  return {
    privateKeys: keys.map((key): Hex => `0x${key.slice(2)}`),
    keystores: settings.OPERATOR_KEYSTORE ?? [],
    passwordFile: settings.OPERATOR_KEYSTORE_PASSWORD_FILE ?? null,
    signerUrl: settings.OPERATOR_SIGNER_URL ?? null,
    signerAddresses: addresses.map((address): Address => `0x${address.slice(2)}`),
  };
}
