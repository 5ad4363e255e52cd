import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bytesToHex } from 'viem';
import { OrderHasher } from '#lib/chain/order-hasher.ts';
import { markets } from '#lib/domain/market.ts';
import { ScriptedChain } from '#scripts/testing/scripted-chain.ts';
import { openAccount } from '#server/account-opening.ts';
import { openCurve } from '#server/auth/index.ts';
import { type ComposedExchange, composeExchange } from '#server/compose-exchange.ts';
import { readServerConfig, type ServerConfig } from '#server/config.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import {
  createGateway,
  type Gateway,
  type GatewayOptions,
  RevokedKeys,
} from '#server/gateway/index.ts';
import { limits } from '#server/limits.ts';
import { openMarketFeed } from '#server/open-market-feed.ts';
import { OrderEntry } from '#server/order-entry/index.ts';
import { prepareDataDir } from '#server/prepare-data-dir.ts';
import { createLogger, createMetrics, EventCounts, traced } from '#server/telemetry/index.ts';
import { type BenchTrader, benchTraders, DOMAIN } from './bench-traders.ts';
import { StepTimes } from './step-times.ts';
import { uncheckedCurve } from './unchecked-curve.ts';

export type BenchExchangeOptions = {
  /** Folder below which journal and history lie; on a real disk. */
  readonly parent: string;
  /** Whether signatures are checked; without, they name their signer. */
  readonly checked: boolean;
  /** Whether strangers are held to the rates and connections that are the default. */
  readonly bounded: boolean;
};

/** What a trader begins with, of each asset; all of them together must not exceed 2^53 quanta. */
const DEPOSIT = 40_000_000_000_000;
const MANY = 1_000_000;
const YEAR_SECONDS = 31_536_000;
const now = () => Date.now();

/**
 * The sidecar as it runs but for its chain: gateway, order entry, sequencer, journal on disk, engine,
 * projections, history on its thread. Rates and connections are as good as unlimited unless it is
 * bounded; those of accounts are in any case.
 */
export class BenchExchange {
  readonly #folder: string;
  readonly #composed: ComposedExchange;
  readonly #stopIndex: () => void;
  readonly gateway: Gateway;
  readonly times: StepTimes;
  readonly index: GatewayOptions['oracle'];
  #traders: readonly BenchTrader[] = [];
  readonly #accounts: number[] = [];

  private constructor(parts: {
    folder: string;
    composed: ComposedExchange;
    stopIndex: () => void;
    gateway: Gateway;
    times: StepTimes;
    index: GatewayOptions['oracle'];
  }) {
    this.#folder = parts.folder;
    this.#composed = parts.composed;
    this.#stopIndex = parts.stopIndex;
    this.gateway = parts.gateway;
    this.times = parts.times;
    this.index = parts.index;
  }

  static async begin({ parent, checked, bounded }: BenchExchangeOptions): Promise<BenchExchange> {
    const folder = mkdtempSync(join(parent, 'lux-bench-'));
    const config = readServerConfig({ DATA_DIR: folder, LOG_LEVEL: 'error', WEB_PORT: '3000' });
    await prepareDataDir(config);
    const logger = createLogger(config.logLevel);
    const { feed: index, stop: stopIndex } = await openMarketFeed(config, now);
    const times = new StepTimes();
    const metrics = benchMetrics();
    const deployment = {
      version: 1 as const,
      network: config.network,
      chainId: DOMAIN.chainId,
      genesisHash: null,
      contracts: { clearingHouse: DOMAIN.verifyingContract },
      tokens: [],
    };
    const revokedKeys = new RevokedKeys();
    const others = [new EventCounts(metrics), revokedKeys];
    const composed = await composeExchange({
      config,
      logger,
      index,
      deployment: () => deployment,
      others,
      now,
    });
    const orderEntry = orderEntryOf(composed, { checked, times });
    const gateway = createGateway({
      ...gatewayOptions({
        config,
        composed,
        orderEntry,
        index,
        metrics,
        logger,
        times,
        revokedKeys,
      }),
      ...(bounded ? boundsOf(config) : {}),
    });
    // It resolves never, and fails when the process must not go on.
    composed.core.run().catch((error: unknown) => {
      throw error;
    });
    await composed.core.ready;
    return new BenchExchange({ folder, composed, stopIndex, gateway, times, index });
  }

  /** Accounts with money and an approved trading key each. */
  async open(count: number): Promise<void> {
    const { port } = this.#composed.core;
    this.#traders = await benchTraders(count);
    const hasher = new OrderHasher(DOMAIN);
    const curve = openCurve();
    for (const [index, { owner, agent }] of this.#traders.entries()) {
      const account = await openAccount(port, owner.address);
      this.#accounts.push(account);
      for (const asset of [0, 1, 2, 3]) {
        const sourceSeq = 4 * index + asset + 1;
        await port.execute({
          kind: 'deposit',
          account,
          asset,
          amount: DEPOSIT,
          source: 0,
          sourceSeq,
        });
      }
      const approval = {
        account: owner.address,
        agent: agent.address,
        expiry: Math.floor(now() / 1_000) + YEAR_SECONDS,
        markets: 2n ** 64n - 1n,
        maxNotional: 2n ** 128n - 1n,
        nonce: 1,
      };
      const signature = await curve.sign(hasher.agentApproval(approval), owner.key);
      await this.#composed.orderEntry.approveAgent({ approval, signature: bytesToHex(signature) });
    }
  }

  /** Ranges of 64 nonces for resting orders, so many for each trader; gives where each begins. */
  async reserve(ranges: number): Promise<readonly (readonly number[])[]> {
    const { port } = this.#composed.core;
    const firsts: number[][] = [];
    for (const account of this.#accounts) {
      const own: number[] = [];
      for (let range = 0; range < ranges; range += 1) {
        const { events } = await port.execute({ kind: 'reserve-nonces', account, agent: 1 });
        const [event] = events;
        if (event?.kind === 'nonces-reserved') own.push(event.first);
      }
      firsts.push(own);
    }
    return firsts;
  }

  /** Cancels all that is open, of everybody. */
  async clear(): Promise<void> {
    for (const account of this.#accounts) {
      await this.#composed.core.port.execute({ kind: 'cancel-all', account, market: 0 });
    }
  }

  /** Trades since the exchange began. */
  async trades(): Promise<number> {
    return (await this.#composed.core.port.read(({ tradeCount }) => tradeCount)).value;
  }

  async close(): Promise<void> {
    this.#stopIndex();
    await this.gateway.close();
    await this.#composed.core.stop();
    await this.#composed.projections.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function orderEntryOf(
  { core }: ComposedExchange,
  { checked, times }: { readonly checked: boolean; readonly times: StepTimes },
): OrderEntry {
  const { port } = core;
  const timed: ExchangePort = {
    seq: () => port.seq(),
    execute: (command) => times.of('durable', () => port.execute(command)),
    read: (look) => port.read(look),
    glance: (look) => port.glance(look),
    onReleased: (listener) => port.onReleased(listener),
  };
  return new OrderEntry({
    port: timed,
    domain: () => DOMAIN,
    curve: checked ? openCurve() : uncheckedCurve(),
    contractSignatures: null,
    tokenOf: () => null,
    minimumWithdrawals: new Map(),
    onClientOrderId: () => Promise.resolve(),
    limits,
    now,
  });
}

function boundsOf(config: ServerConfig) {
  const { ratePerSecond, rateBurst, connectionsPerIp } = config;
  return { ratePerSecond, rateBurst, connectionsPerIp };
}

function identityOf({ network, chainId, publicRpcUrl }: ServerConfig): GatewayOptions['identity'] {
  return {
    version: 'bench',
    network,
    title: 'bench',
    chainId,
    rpcUrl: publicRpcUrl,
    explorerUrl: null,
    developmentFeatures: true,
    simulatedPrices: true,
    operator: null,
  };
}

function gatewayOptions({
  config,
  composed,
  orderEntry,
  index,
  metrics,
  logger,
  times,
  revokedKeys,
}: {
  readonly config: ServerConfig;
  readonly composed: ComposedExchange;
  readonly orderEntry: OrderEntry;
  readonly index: GatewayOptions['oracle'];
  readonly metrics: GatewayOptions['metrics'];
  readonly logger: GatewayOptions['logger'];
  readonly times: StepTimes;
  readonly revokedKeys: RevokedKeys;
}): GatewayOptions {
  const { core, projections, auth, history, pseudonym } = composed;
  const { marketData, accounts, books, balances, conditions } = projections;
  const many = { perSecond: MANY, burst: MANY };
  return {
    host: '127.0.0.1',
    port: 0,
    wsPort: 0,
    corsOrigins: config.corsOrigins,
    trustedProxies: [],
    ratePerSecond: MANY,
    rateBurst: MANY,
    connectionsPerIp: limits.sockets,
    accountRate: many,
    accountRates: new Map(),
    maxHeadAgeMs: config.maxHeadAgeSeconds * 1_000,
    identity: identityOf(config),
    feed: marketData,
    oracle: index,
    exchange: core.port,
    auth,
    revokedKeys,
    orderEntry,
    accounts,
    history,
    receipts: null,
    trades: marketData,
    books,
    conditions,
    accountStreams: { activity: accounts, balances },
    pseudonym,
    chain: new ScriptedChain(),
    engineReadiness: () => core.readiness(),
    endpoints: () => [],
    settlement: null,
    custody: config,
    faucet: null,
    metrics,
    trace: (step, run) => times.of(step.name, () => traced(step, run)),
    logger,
    limits,
    now,
  };
}

function benchMetrics() {
  return createMetrics({
    priceStalenessSeconds: () => [],
    sourceHealth: () => [],
    headAgeSeconds: () => null,
    headNumber: () => null,
    chainReachable: () => true,
    engine: () => ({
      lastSeq: 0,
      durableSeq: 0,
      accepting: true,
      snapshotSeq: 0,
      snapshotTimeMs: null,
    }),
    store: () => ({ seq: 0, writing: true }),
    now,
  });
}

/** Price of the first market, in ticks. */
export function indexTicks({ index }: BenchExchange): number {
  const [market] = markets;
  const price = index.prices().find(({ symbol }) => symbol === market?.symbol);
  if (price === undefined) throw new Error('the market has no price');
  return price.priceTicks;
}
