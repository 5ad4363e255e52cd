import type { LocalAccount } from 'viem';
import { createChainClient } from '#lib/chain/create-chain-client.ts';
import { type Market, markets } from '#lib/domain/market.ts';
import type { Deployment } from '#lib/domain/network.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import { createRoundLog, type MarketMakerLogger } from './log-round.ts';
import {
  type ArbitrageRules,
  DEFAULT_ARBITRAGE_RULES,
  PoolArbitrage,
  type RoundOutcome,
} from './pool-arbitrage/pool-arbitrage.ts';
import { createPoolReader } from './pool-arbitrage/pool-reader.ts';
import type { ReferencePrice } from './pool-arbitrage/token-values.ts';
import { createTradingAccount } from './pool-arbitrage/trading-account.ts';

const RECEIPT_MS = 10_000;

export type MarketMakerOptions = {
  readonly rpcUrl: string;
  readonly chainId: number;
  /** The account that trades: its key signs here. */
  readonly account: LocalAccount;
  /** What is deployed, read anew with every block; `null` while nothing is known to be. */
  readonly deployment: () => Deployment | null;
  /** The newest prices of the markets. */
  readonly prices: () => readonly PriceUpdate[];
  readonly now: () => number;
  readonly logger: MarketMakerLogger;
  readonly rules?: Partial<ArbitrageRules> | undefined;
  /** Called after each round, for metrics. */
  readonly onRound?: ((outcome: RoundOutcome) => void) | undefined;
};

export type MarketMaker = {
  /** To be called with every new block. */
  blockArrived(): void;
  /** Begins nothing more; resolves when what is under way has ended. */
  stop(): Promise<void>;
};

/**
 * An account that keeps the AMM pools of a deployment at the market's prices. It begins with the first
 * block for which a complete deployment is known, and follows when another one takes its place.
 */
export function createMarketMaker(options: MarketMakerOptions): MarketMaker {
  const log = createRoundLog(options.logger, options.now);
  let arbitrage: PoolArbitrage | null = null;
  let followed = '';
  let switching: Promise<void> | null = null;
  let stopped = false;

  function onOutcome(outcome: RoundOutcome): void {
    log(outcome);
    options.onRound?.(outcome);
  }

  /** Two of them would take the same nonces: the next one begins when the last has ended. */
  async function follow(deployment: Deployment, key: string): Promise<void> {
    await arbitrage?.stop();
    arbitrage = arbitrageOn(deployment, options, onOutcome);
    followed = key;
    switching = null;
    if (!stopped) arbitrage?.blockArrived();
  }

  function blockArrived(): void {
    const deployment = options.deployment();
    if (stopped || deployment === null || switching !== null) return;
    const { genesisHash, contracts, tokens } = deployment;
    const key = JSON.stringify({ genesisHash, contracts, tokens });
    if (key === followed) arbitrage?.blockArrived();
    else switching = follow(deployment, key);
  }

  async function stop(): Promise<void> {
    stopped = true;
    await switching;
    await arbitrage?.stop();
  }

  return { blockArrived, stop };
}

/** `null` when the deployment lacks a contract that trading needs. */
function arbitrageOn(
  { contracts, tokens }: Deployment,
  options: MarketMakerOptions,
  onOutcome: (outcome: RoundOutcome) => void,
): PoolArbitrage | null {
  const { multicall3, swapRouter02: router, wlux, v2Factory, v3Factory } = contracts;
  if (multicall3 === undefined || router === undefined || wlux === undefined) return null;
  const { rpcUrl, chainId, now } = options;
  const client = createChainClient({ chainId, name: 'market maker', rpcUrl, multicall3 });
  const addresses = tokens.map(({ address }) => address);
  return new PoolArbitrage({
    account: createTradingAccount({
      client,
      account: options.account,
      multicall3,
      router,
      receiptMs: RECEIPT_MS,
    }),
    readPools: createPoolReader({ client, multicall3, v2Factory, v3Factory, tokens: addresses }),
    priceOf: (market) => priceOf(market, options.prices()),
    markets,
    tokens,
    router,
    wlux,
    rules: { ...DEFAULT_ARBITRAGE_RULES, ...options.rules },
    now,
    onOutcome,
  });
}

function priceOf({ symbol }: Market, prices: readonly PriceUpdate[]): ReferencePrice | null {
  return prices.find((price) => price.symbol === symbol) ?? null;
}
