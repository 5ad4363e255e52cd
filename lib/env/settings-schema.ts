import { isIP } from 'node:net';
import * as z from 'zod/mini';
import { findAsset } from '#lib/domain/asset.ts';
import { isLoopbackHost } from './loopback.ts';

/**
 * Every setting of every process: the name it has in the environment and in CONFIG_FILE, its form and
 * its default. The message of each check is the fix that a person reads.
 */
export const settingsSchema = z.strictObject({
  NETWORK: z._default(
    z.enum(['local', 'lux', 'lux-testnet', 'zoo'], { error: 'use local, lux, lux-testnet or zoo' }),
    'local',
  ),
  CHAIN_ID: z.optional(integer({ from: 1, to: Number.MAX_SAFE_INTEGER })),
  RPC_URL: z.optional(address(['http:', 'https:'])),
  RPC_URLS: z.optional(addresses(['http:', 'https:', 'ws:', 'wss:'])),
  PUBLIC_RPC_URL: z.optional(address(['http:', 'https:'])),
  DATA_DIR: z._default(z.string(), '.data'),
  HOST: z._default(
    z
      .string()
      .check(z.regex(/^[0-9A-Za-z.:-]+$/, 'use an address to listen on, as 127.0.0.1 or ::')),
    '127.0.0.1',
  ),
  WEB_PORT: z._default(port(), 3000),
  SIDECAR_PORT: z._default(port(), 8080),
  SIDECAR_WS_PORT: z._default(port(), 8081),
  ANVIL_PORT: z._default(port(), 8545),
  PUBLIC_SIDECAR_URL: z.optional(address(['http:', 'https:'])),
  PUBLIC_SIDECAR_WS_URL: z.optional(address(['ws:', 'wss:'])),
  CORS_ORIGINS: z.optional(origins()),
  TRUSTED_PROXIES: z._default(proxies(), []),
  PRICE_SOURCES: z.optional(
    z.enum(['simulated', 'none'], {
      error:
        'use simulated (on the local network) or none; live sources are not part of this version',
    }),
  ),
  SIM_SEED: z._default(integer({ from: 0, to: 0xffff_ffff }), 1),
  MARKET_MAKER: z.optional(flag()),
  SIMULATED_TRADERS: z.optional(flag()),
  MAX_HEAD_AGE_SECONDS: z.optional(integer({ from: 1, to: 1_000_000 })),
  FINALITY_BLOCKS: z._default(integer({ from: 1, to: 100_000 }), 64),
  CONFIRMATIONS: z.optional(integer({ from: 1, to: 10_000 })),
  SNAPSHOT_EVERY: z._default(integer({ from: 1_000, to: 1_000_000_000 }), 1_000_000),
  SNAPSHOTS_KEPT: z._default(integer({ from: 2, to: 100 }), 3),
  ARCHIVE_JOURNAL: z._default(flag(), true),
  DATABASE_URL: z.optional(address(['postgres:', 'postgresql:'])),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.optional(address(['http:', 'https:'])),
  JWT_SECRET: z.optional(
    z.string().check(z.minLength(32, 'use at least 32 characters, as of `openssl rand -hex 32`')),
  ),
  OPERATOR_PRIVATE_KEY: z.optional(privateKeys()),
  OPERATOR_KEYSTORE: z.optional(list()),
  OPERATOR_KEYSTORE_PASSWORD_FILE: z.optional(z.string()),
  OPERATOR_SIGNER_URL: z.optional(address(['http:', 'https:'])),
  OPERATOR_ADDRESS: z.optional(accounts()),
  BACKSTOP_PRIVATE_KEY: z.optional(privateKeys()),
  CONTRACT_ACCOUNT_BOUND: z._default(integer({ from: 0, to: 1_000_000_000 }), 10_000),
  MAX_GAS_GWEI: z._default(integer({ from: 1, to: 1_000_000 }), 500),
  PRIORITY_GAS_GWEI: z._default(integer({ from: 0, to: 1_000_000 }), 2),
  MIN_WITHDRAWALS: z._default(amounts(), new Map()),
  RATE_LIMIT_PER_SECOND: z._default(integer({ from: 1, to: 1_000_000 }), 100),
  RATE_LIMIT_BURST: z._default(integer({ from: 1, to: 1_000_000 }), 200),
  ACCOUNT_RATE_PER_SECOND: z._default(integer({ from: 1, to: 1_000_000 }), 200),
  ACCOUNT_RATE_BURST: z._default(integer({ from: 1, to: 1_000_000 }), 500),
  FAST_ACCOUNTS: z._default(accounts(), []),
  CONNECTIONS_PER_IP: z._default(integer({ from: 1, to: 100_000 }), 64),
  EXIT_WITH_PARENT: z._default(flag(), false),
  LOG_LEVEL: z._default(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'use fatal, error, warn, info, debug, trace or silent',
    }),
    'info',
  ),
});

export type Settings = z.output<typeof settingsSchema>;

export type SettingName = keyof Settings;

function integer({ from, to }: { from: number; to: number }) {
  const error = `use a whole number from ${from} to ${to}`;
  return z.pipe(
    z.string().check(z.regex(/^\d{1,16}$/, error)),
    z.pipe(
      z.transform((text: string) => Number(text)),
      z.number().check(z.minimum(from, error), z.maximum(to, error)),
    ),
  );
}

function port() {
  return integer({ from: 1, to: 65_535 });
}

function flag() {
  return z.pipe(
    z.string().check(z.regex(/^(0|1|false|true)$/, 'use 1 (yes) or 0 (no)')),
    z.transform((text: string) => text === '1' || text === 'true'),
  );
}

function list() {
  return z.pipe(
    z.string(),
    z.transform((text: string) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
  );
}

/** Amounts of assets, in quanta by symbol. */
function amounts() {
  const error =
    'use a comma-separated list of symbols and amounts above zero, as USDT=1,BTC=0.00002';
  return z.pipe(
    z.pipe(list(), z.array(z.string().check(z.refine((text) => amountOf(text) !== null, error)))),
    z.transform((all: string[]) => new Map(all.flatMap((text) => amountOf(text) ?? []))),
  );
}

/** One of them, alone in a list; `null` for what is none. */
function amountOf(text: string): [[string, number]] | null {
  const [, symbol = '', whole = '', fraction = ''] =
    /^([A-Z]{2,10})=(0|[1-9]\d{0,14})(?:\.(\d{1,18}))?$/.exec(text) ?? [];
  const asset = findAsset(symbol);
  if (asset === undefined || fraction.length > asset.decimals) return null;
  const quanta = Number(`${whole}${fraction.padEnd(asset.decimals, '0')}`);
  return quanta > 0 && Number.isSafeInteger(quanta) ? [[symbol, quanta]] : null;
}

function address(protocols: readonly string[]) {
  const error = `use an address that begins with ${schemes(protocols)}`;
  return z.pipe(
    z.string().check(z.refine((text) => isAddressOf(text, protocols), error)),
    z.transform(withoutSlash),
  );
}

/** Several, in order of preference. */
function addresses(protocols: readonly string[]) {
  const error = `use a comma-separated list of addresses that begin with ${schemes(protocols)}`;
  return z.pipe(
    z.pipe(
      list(),
      z
        .array(z.string().check(z.refine((text) => isAddressOf(text, protocols), error)))
        .check(z.minLength(1, error)),
    ),
    z.transform((all: string[]) => all.map(withoutSlash)),
  );
}

function schemes(protocols: readonly string[]): string {
  return protocols.map((each) => `${each}//`).join(' or ');
}

function isAddressOf(text: string, protocols: readonly string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol);
}

function withoutSlash(text: string): string {
  return text.replace(/\/+$/, '');
}

function origins() {
  const error =
    'use a comma-separated list of origins without paths, https:// or http://localhost, as https://lux.exchange';
  return z.pipe(list(), z.array(z.string().check(z.refine(isOrigin, error))));
}

/** `*` and plain http beyond this machine are refused: an origin must name whom it lets in. */
function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.origin !== text) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}

/** Keys of secp256k1: numbers from 1 to its order, exclusive; the first is preferred. */
function privateKeys() {
  const error =
    'use a private key, 0x and 64 hexadecimal digits; `openssl rand -hex 32` makes the digits';
  return z.pipe(
    list(),
    z.array(z.string().check(z.refine(isPrivateKey, error))).check(z.minLength(1, error)),
  );
}

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

function isPrivateKey(text: string): boolean {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) return false;
  const key = BigInt(text);
  return key > 0n && key < CURVE_ORDER;
}

/** Addresses of accounts, lower case. */
function accounts() {
  const error = 'use a comma-separated list of addresses, 0x and 40 hexadecimal digits each';
  return z.pipe(
    z.pipe(list(), z.array(z.string().check(z.regex(/^0x[0-9a-fA-F]{40}$/, error)))),
    z.transform((addresses: string[]) => addresses.map((address) => address.toLowerCase())),
  );
}

function proxies() {
  const error = 'use a comma-separated list of addresses or ranges, as 127.0.0.1 or 10.0.0.0/8';
  return z.pipe(list(), z.array(z.string().check(z.refine(isAddressOrRange, error))));
}

function isAddressOrRange(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const rightBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  return version !== 0 && rest.length === 0 && rightBits;
}
