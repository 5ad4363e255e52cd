import { createGateway, type Gateway, type GatewayOptions } from '#server/gateway/index.ts';
import { limits } from '#server/limits.ts';
import { createMetrics, type Metrics } from '#server/telemetry/index.ts';
import { idleExchange } from './idle-exchange.ts';
import { ManualClock } from './manual-clock.ts';
import { ScriptedChain } from './scripted-chain.ts';
import { ScriptedFeed } from './scripted-feed.ts';

export type StartedGateway = {
  readonly gateway: Gateway;
  readonly url: string;
  readonly wsUrl: string;
  /** The port that is for WebSocket alone. */
  readonly wsPortUrl: string;
  readonly clock: ManualClock;
  readonly feed: ScriptedFeed;
  readonly chain: ScriptedChain;
  readonly metrics: Metrics;
  /** Errors of ours; a test that expects none looks here. */
  readonly failures: unknown[];
};

/** A gateway on free ports whose clock, market and chain stand still until the test moves them. */
export async function startGateway(
  overrides: Partial<GatewayOptions> = {},
  clock = new ManualClock(),
): Promise<StartedGateway> {
  const feed = new ScriptedFeed(clock.now);
  const chain = new ScriptedChain();
  const metrics = idleMetrics(clock.now);
  const failures: unknown[] = [];
  const gateway = createGateway({
    host: '127.0.0.1',
    port: 0,
    wsPort: 0,
    corsOrigins: ['https://lux.exchange', 'http://localhost:3000'],
    trustedProxies: [],
    ratePerSecond: 100_000,
    rateBurst: 100_000,
    connectionsPerIp: 1_000,
    accountRate: { perSecond: 100_000, burst: 100_000 },
    accountRates: new Map(),
    maxHeadAgeMs: 15_000,
    identity: {
      version: '9.9.9',
      network: 'local',
      title: 'Local development chain',
      chainId: 1337,
      rpcUrl: 'http://127.0.0.1:8545',
      explorerUrl: null,
      developmentFeatures: true,
      simulatedPrices: true,
      operator: '0x00000000000000000000000000000000000000aB',
    },
    feed,
    oracle: feed,
    ...idleExchange(clock.now),
    chain,
    engineReadiness: () => ({ ok: true, detail: 'Commands are taken.' }),
    endpoints: () => [],
    settlement: null,
    custody: { confirmations: 2, minimumWithdrawals: new Map() },
    faucet: null,
    receipts: null,
    metrics,
    trace: (_step, run) => run(),
    logger: {
      error: (facts) => failures.push(facts),
      info: () => undefined,
      debug: () => undefined,
    },
    limits,
    now: clock.now,
    ...overrides,
  });
  const { port, wsPort } = await gateway.listen();
  return {
    gateway,
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}/ws`,
    wsPortUrl: `ws://127.0.0.1:${wsPort}/any/path`,
    clock,
    feed,
    chain,
    metrics,
    failures,
  };
}

/** Metrics of an exchange in which nothing happens. */
export function idleMetrics(now: () => number): Metrics {
  return createMetrics({
    priceStalenessSeconds: () => [],
    sourceHealth: () => [],
    headAgeSeconds: () => null,
    headNumber: () => null,
    chainReachable: () => true,
    store: () => ({ seq: 0, writing: true }),
    engine: () => ({
      lastSeq: 0,
      durableSeq: 0,
      accepting: true,
      snapshotSeq: 0,
      snapshotTimeMs: null,
    }),
    now,
  });
}
