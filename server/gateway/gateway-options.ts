import type { ReadinessCheck } from '#lib/protocol/rest/readiness.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { EndpointStatus } from '../chain/index.ts';
import type { Limits } from '../limits.ts';
import type { SettlementView } from '../settlement/index.ts';
import type { AccountRate } from './account-limiter.ts';
import type { AccountsPort } from './accounts-port.ts';
import type { AuthPort } from './auth-port.ts';
import type { ChainView } from './chain-view.ts';
import type { CustodyTerms } from './custody-terms.ts';
import type { FaucetPort } from './faucet-port.ts';
import type { HistoryPort } from './history-port.ts';
import type { PublicIdentity } from './http/route-context.ts';
import type { MarketFeed } from './market-feed.ts';
import type { OrderEntryPort } from './order-entry-port.ts';
import type { ReceiptPort } from './receipt-port.ts';
import type { RevokedKeys } from './revoked-keys.ts';
import type {
  AccountSource,
  BookSource,
  ConditionSource,
  TradeSource,
} from './streams/stream-sources.ts';

/** What the gateway counts, and what it hands out when it is asked for the metrics. */
export type GatewayMetrics = {
  text(): Promise<string>;
  readonly contentType: string;
  readonly connections: { set(value: number): void };
  readonly messages: { inc(labels: { outcome: string }): void };
  readonly framesSent: { inc(): void };
  readonly disconnects: { inc(labels: { code: string }): void };
  readonly requests: { inc(labels: { route: string; method: string; status: string }): void };
  readonly latency: {
    observe(labels: { route: string; method: string }, seconds: number): void;
  };
  /** From the arrival of an order to its durable answer. */
  readonly orderLatency: { observe(seconds: number): void };
};

/** Runs a step inside a span of its name. */
export type Trace = <Result>(
  step: { readonly name: string },
  run: () => Promise<Result>,
) => Promise<Result>;

export type GatewayLogger = {
  error(facts: object, message: string): void;
  info(facts: object, message: string): void;
  debug(facts: object, message: string): void;
};

export type GatewayOptions = {
  readonly host: string;
  /** Port of HTTP and of WebSocket at `/ws`; 0 takes a free one. */
  readonly port: number;
  /** Port of WebSocket at any path; 0 takes a free one. */
  readonly wsPort: number;
  readonly corsOrigins: readonly string[];
  readonly trustedProxies: readonly string[];
  readonly ratePerSecond: number;
  readonly rateBurst: number;
  readonly connectionsPerIp: number;
  /** How fast an account may go, whatever addresses it comes from … */
  readonly accountRate: AccountRate;
  /** … but for these, by the owner's address, lower case. */
  readonly accountRates: ReadonlyMap<string, AccountRate>;
  readonly maxHeadAgeMs: number;
  readonly identity: PublicIdentity;
  /** The exchange's own market data. */
  readonly feed: MarketFeed;
  /** Index prices and the sources that they come from. */
  readonly oracle: MarketFeed;
  readonly exchange: Pick<ExchangePort, 'seq' | 'read'>;
  readonly auth: AuthPort;
  readonly orderEntry: OrderEntryPort;
  readonly revokedKeys: Pick<RevokedKeys, 'onRevoked'>;
  readonly accounts: AccountsPort;
  readonly history: HistoryPort;
  /** `null` where the operator has no key to sign with. */
  readonly receipts: ReceiptPort | null;
  /** What streams are made of; `null` where it is not there. */
  readonly trades: TradeSource | null;
  readonly books: BookSource | null;
  readonly conditions: ConditionSource | null;
  readonly accountStreams: AccountSource | null;
  /** How an account is called in public. */
  readonly pseudonym: (account: number) => string;
  readonly chain: ChainView;
  /** How each RPC endpoint of the chain does. */
  readonly endpoints: () => readonly EndpointStatus[];
  /** What is settled and withdrawn; `null` where nothing is. */
  readonly settlement: SettlementView | null;
  readonly custody: CustodyTerms;
  /** Whether orders can be taken, and why not. */
  readonly engineReadiness: () => ReadinessCheck;
  readonly faucet: FaucetPort | null;
  readonly metrics: GatewayMetrics;
  readonly trace: Trace;
  readonly logger: GatewayLogger;
  readonly limits: Limits;
  readonly now: () => number;
};
