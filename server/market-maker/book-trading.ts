import type { HDAccount } from 'viem';
import { bytesToHex } from 'viem';
import { systemClock } from '#lib/client/clock.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Market } from '#lib/domain/market.ts';
import type { Limits } from '#server/limits.ts';
import { ApiAccount } from './api-account.ts';
import { BookMaker, type BookMakerOutcome, type IndexPrice } from './book-quotes/book-maker.ts';
import type { QuoteRules } from './book-quotes/quote-ladder.ts';
import type { TakeRules } from './simulated-takers/next-take.ts';
import { SimulatedTaker } from './simulated-takers/simulated-taker.ts';

/** Eight quotes a side from 0.04 % on, 0.06 % apart; up to a million USDT of inventory a market. */
const QUOTE_RULES: QuoteRules = {
  levels: 8,
  halfSpreadPpm: 400,
  stepPpm: 600,
  innermostQuanta: 10_000_000_000,
  skewPpm: 800,
  inventoryBoundQuanta: 1_000_000_000_000,
  tolerancePpm: 200,
};

/** The maker ends when trading has cost it 100,000 USDT. */
const LOSS_LIMIT_QUANTA = 100_000_000_000;
const ROUND_MS = 500;
const DEAD_MAN_MS = 15_000;

const TAKE_RULES: Omit<TakeRules, 'markets'> = {
  meanPauseMs: 1_500,
  longestPauseMs: 10_000,
  smallestQuanta: 20_000_000,
  largestQuanta: 4_000_000_000,
};

export type TradingRole = 'maker' | 'taker';

export type BookTradingOptions = {
  /** Address of the exchange's socket. */
  readonly url: string;
  readonly markets: readonly Market[];
  /** `null` = no index is known. */
  readonly index: (market: Market) => IndexPrice | null;
  /** Accounts of the local network; `null` = nobody quotes. */
  readonly maker: HDAccount | null;
  readonly takers: readonly HDAccount[];
  /**
   * Resolves when an account has money to trade with: to begin, and when fees and spreads have used up
   * what it had. Rejects when the signal is aborted.
   */
  readonly fund: (address: Address, role: TradingRole, signal: AbortSignal) => Promise<void>;
  readonly limits: Pick<Limits, 'priceStaleMs'>;
  readonly logger: {
    debug(facts: object, message: string): void;
    warn(facts: object, message: string): void;
  };
  /** Called after each round of the maker, for metrics. */
  readonly onRound: (outcome: BookMakerOutcome) => void;
};

export type BookTrading = { stop(): Promise<void> };

/**
 * Has the maker quote and the simulated traders trade, as clients of the exchange's own socket; each
 * begins when it is funded.
 */
export function startBookTrading(options: BookTradingOptions): BookTrading {
  const { maker, takers, fund, logger } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const stops: (() => Promise<void>)[] = [];
  const begin = async (owner: HDAccount, role: TradingRole, start: () => () => Promise<void>) => {
    try {
      await fund(owner.address, role, signal);
      if (!signal.aborted) stops.push(start());
    } catch (error) {
      if (!signal.aborted) logger.warn({ err: error, account: owner.address }, 'not funded');
    }
  };
  const begun: Promise<void>[] = [];
  if (maker !== null) {
    const account = () => accountOf(maker, options, () => undefined);
    begun.push(begin(maker, 'maker', () => startMaker(options, account())));
  }
  for (const taker of takers) {
    const poor = topUpOnce(taker, options, signal);
    begun.push(begin(taker, 'taker', () => startTaker(options, accountOf(taker, options, poor))));
  }
  return {
    async stop() {
      stopping.abort();
      await Promise.all(begun);
      for (const stop of stops) await stop();
    },
  };
}

function startMaker(options: BookTradingOptions, account: ApiAccount): () => Promise<void> {
  const { markets, index, limits, onRound, logger } = options;
  const bookMaker = new BookMaker({
    account,
    markets,
    index,
    rules: QUOTE_RULES,
    staleMs: limits.priceStaleMs,
    lossLimitQuanta: LOSS_LIMIT_QUANTA,
    deadManMs: DEAD_MAN_MS,
    now: () => systemClock.now(),
    onOutcome(outcome) {
      onRound(outcome);
      if (outcome.kind === 'loss') logger.warn(outcome, 'the maker of the book has lost too much');
    },
  });
  const timer = setInterval(() => void bookMaker.round(), ROUND_MS);
  return async () => {
    clearInterval(timer);
    // The dead-man switch does it where this does not arrive.
    if (account.isReady) await account.cancelAll();
    account.close();
  };
}

function startTaker(options: BookTradingOptions, account: ApiAccount): () => Promise<void> {
  const { markets, index } = options;
  const taker = new SimulatedTaker({
    account,
    rules: { ...TAKE_RULES, markets },
    price: (market) => index(market)?.ticks ?? 0,
    random: Math.random,
    clock: systemClock,
  });
  taker.start();
  return () => {
    taker.stop();
    account.close();
    return Promise.resolve();
  };
}

/** Asks for more money when an order was refused for want of it, one time at once. */
function topUpOnce(
  { address }: HDAccount,
  { fund, logger }: BookTradingOptions,
  signal: AbortSignal,
): () => void {
  let isAsking = false;
  return () => {
    if (isAsking) return;
    isAsking = true;
    fund(address, 'taker', signal)
      .catch((error: unknown) => logger.debug({ err: error, account: address }, 'no more money'))
      .finally(() => {
        isAsking = false;
      });
  };
}

function accountOf(
  owner: HDAccount,
  { url, logger }: BookTradingOptions,
  onPoverty: () => void,
): ApiAccount {
  const { privateKey } = owner.getHdKey();
  if (privateKey === null) throw new RangeError('a development account has a key');
  return new ApiAccount({
    url,
    apiKey: owner.address,
    apiSecret: bytesToHex(privateKey),
    onRefusal(code, message) {
      logger.debug({ code, account: owner.address }, message);
      if (code === 'risk/insufficient-funds') onPoverty();
    },
  });
}
