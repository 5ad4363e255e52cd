import { setTimeout as delay } from 'node:timers/promises';
import { markets } from '#lib/domain/market.ts';
import type { Deployment } from '#lib/domain/network.ts';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { ComposedExchange } from './compose-exchange.ts';
import type { ServerConfig } from './config.ts';
import {
  CustodyFunds,
  Faucet,
  type FaucetOutcome,
  type FundingTarget,
  TreasuryWallet,
} from './faucet/index.ts';
import type { GatewayOptions, MarketFeed } from './gateway/index.ts';
import { limits } from './limits.ts';
import {
  type BookTrading,
  createMarketMaker,
  type MarketMaker,
  startBookTrading,
} from './market-maker/index.ts';
import type { Logger, Metrics } from './telemetry/index.ts';

/** What the exchange's own accounts have in custody, in whole units. */
const TARGETS = {
  maker: { USDT: 5_000_000, BTC: 100, ETH: 1_000, LUX: 1_000_000 },
  taker: { USDT: 50_000, BTC: 1, ETH: 10, LUX: 10_000 },
  backstop: { USDT: 1_000_000, BTC: 20, ETH: 300, LUX: 200_000 },
} as const satisfies Record<string, FundingTarget>;

export type DevelopmentParts = {
  readonly config: ServerConfig;
  readonly logger: Logger;
  /** Index prices. */
  readonly index: MarketFeed;
  readonly metrics: Metrics;
  readonly exchange: ComposedExchange;
  /** What is deployed on the chain, without a clearing house that cannot be used. */
  readonly deployment: () => Deployment | null;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** What a local network has besides the exchange: a faucet, makers and simulated traders. */
export type DevelopmentServices = {
  /** `null` on other networks. */
  readonly faucet: GatewayOptions['faucet'];
  blockArrived(): void;
  /** Has the exchange's own accounts funded and trade over its socket at a port. */
  begin(port: number): void;
  stop(): Promise<void>;
};

/** Puts them together; on other networks than the local one nothing of them is there. */
export function developmentServices(parts: DevelopmentParts): DevelopmentServices {
  const { config } = parts;
  const stopping = new AbortController();
  const marketMaker = config.marketMaker ? marketMakerOf(parts) : null;
  let trading: BookTrading | null = null;
  return {
    faucet: config.developmentFeatures ? faucetOf(parts) : null,
    blockArrived: () => marketMaker?.blockArrived(),
    begin(port) {
      if (!config.developmentFeatures) return;
      const funds = custodyFundsOf(parts);
      trading = bookTradingOf(parts, { port, funds });
      const { address } = developmentAccount(config, 'backstop');
      // It ends by being stopped only.
      funds
        .ensure(address, { target: TARGETS.backstop, signal: stopping.signal })
        .catch(() => undefined);
    },
    async stop() {
      stopping.abort();
      // A maker that cannot say goodbye is canceled by its dead-man switch.
      await trading?.stop();
      await marketMaker?.stop();
    },
  };
}

/** The maker of the order book and simulated traders: clients of this sidecar. */
function bookTradingOf(
  { config, logger, index, metrics }: DevelopmentParts,
  { port, funds }: { readonly port: number; readonly funds: CustodyFunds },
): BookTrading | null {
  const { marketMaker, simulatedTraders } = config;
  if (!marketMaker && !simulatedTraders) return null;
  const takers = ['simulatedTrader', 'secondSimulatedTrader'] as const;
  const host = config.host.includes(':') || config.host === '0.0.0.0' ? '127.0.0.1' : config.host;
  return startBookTrading({
    url: `ws://${host}:${port}/ws`,
    markets,
    index(market) {
      const price = index.prices().find(({ symbol }) => symbol === market.symbol);
      return price === undefined
        ? null
        : { ticks: price.priceTicks, timestampMs: price.timestampMs };
    },
    maker: marketMaker ? developmentAccount(config, 'bookMaker') : null,
    takers: simulatedTraders ? takers.map((role) => developmentAccount(config, role)) : [],
    fund: async (address, role, signal) =>
      await funds.ensure(address, { target: TARGETS[role], signal }),
    limits,
    logger,
    onRound: ({ kind }) => metrics.bookMakerRounds.inc({ outcome: kind }),
  });
}

/** Deposits for the exchange's own accounts, with the treasury's tokens. */
function custodyFundsOf({ config, exchange, deployment, logger }: DevelopmentParts): CustodyFunds {
  return new CustodyFunds({
    treasury: new TreasuryWallet({
      rpcUrl: config.rpcUrl,
      rpcTimeoutMs: limits.rpcTimeoutMs,
      chainId: config.chainId,
      account: developmentAccount(config, 'treasury'),
      receiptMs: limits.faucetReceiptMs,
    }),
    port: exchange.core.port,
    deployment,
    sleep: async (signal) => {
      await delay(limits.fundingMs, undefined, { signal });
    },
    onFailure: (error, account) =>
      logger.warn({ err: error, account }, 'an account could not be funded; it is tried again'),
  });
}

/** Trades the pools towards the market's prices. */
function marketMakerOf({
  config,
  logger,
  index,
  metrics,
  deployment,
  now,
}: DevelopmentParts): MarketMaker {
  return createMarketMaker({
    rpcUrl: config.rpcUrl,
    chainId: config.chainId,
    account: developmentAccount(config, 'marketMaker'),
    deployment,
    prices: () => index.prices(),
    now,
    logger,
    onRound: ({ kind }) => metrics.marketMakerRounds.inc({ outcome: kind }),
  });
}

/** Gives test tokens on the chain. Who wants to trade with them deposits them, like anybody. */
function faucetOf({ config, logger, metrics, deployment, now }: DevelopmentParts): Faucet {
  return new Faucet({
    rpcUrl: config.rpcUrl,
    rpcTimeoutMs: limits.rpcTimeoutMs,
    operator: developmentAccount(config, 'faucetOperator'),
    contract: () => deployment()?.contracts.faucet ?? null,
    maxWaiting: limits.faucetQueue,
    receiptMs: limits.faucetReceiptMs,
    now,
    onOutcome(outcome) {
      metrics.faucetRequests.inc({ outcome: outcome.kind });
      logFaucet(outcome, logger);
    },
  });
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
