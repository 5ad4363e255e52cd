import type { ReadinessCheck } from '#lib/protocol/rest/readiness.ts';
import type { Limits } from '../limits.ts';
import type { ChainView } from './chain-view.ts';
import type { FaucetPort } from './faucet-port.ts';
import type { PublicIdentity } from './http/route-context.ts';
import type { MarketFeed } from './market-feed.ts';

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
};

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
  readonly maxHeadAgeMs: number;
  readonly identity: PublicIdentity;
  readonly feed: MarketFeed;
  readonly chain: ChainView;
  /** Whether orders can be taken, and why not. */
  readonly engineReadiness: () => ReadinessCheck;
  readonly faucet: FaucetPort | null;
  readonly metrics: GatewayMetrics;
  readonly logger: GatewayLogger;
  readonly limits: Limits;
  readonly now: () => number;
};
