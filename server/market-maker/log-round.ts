import { type IdleReason, idleReasons } from './pool-arbitrage/idle-reason.ts';
import type { RoundOutcome } from './pool-arbitrage/pool-arbitrage.ts';
import type { TransactionOutcome } from './pool-arbitrage/trading-account.ts';

/** Between two lines that sum up what was traded. */
const SUMMARY_MS = 60_000;

/** Base units of a dollar, in which trades are valued. */
const DOLLAR = 1_000_000n;

export type MarketMakerLogger = {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
};

type Swap = Extract<RoundOutcome, { kind: 'traded' }>['swaps'][number];

/**
 * A listener that tells operators of what does not go through, and when the account falls idle for
 * another reason than that all is well, or works again. Swaps happen with nearly every block: each
 * is told to whoever debugs, all of them together once a minute at most.
 *
 * @param now the clock, milliseconds since the epoch
 */
export function createRoundLog(
  logger: MarketMakerLogger,
  now: () => number,
): (outcome: RoundOutcome) => void {
  const logTrouble = troubleLog(logger);
  const summary = swapSummary(logger, now);

  return (outcome) => {
    logTrouble(outcome);
    if (outcome.kind === 'prepared') {
      for (const each of outcome.transactions) {
        logger[each.status === 'mined' ? 'info' : 'warn'](
          transactionFacts(each),
          each.request.title,
        );
      }
    } else if (outcome.kind === 'traded') {
      for (const swap of outcome.swaps) {
        const isMined = swap.result.status === 'mined';
        logger[isMined ? 'debug' : 'warn'](swapFacts(swap), swap.result.request.title);
        if (isMined) summary.add(swap);
      }
    }
    summary.logWhenDue();
  };
}

function troubleLog(logger: MarketMakerLogger): (outcome: RoundOutcome) => void {
  let trouble: IdleReason | null = null;
  return (outcome) => {
    const reason = outcome.kind === 'idle' ? outcome.reason : null;
    const next = reason === 'market-maker/in-line' ? null : reason;
    if (next === trouble) return;
    const detail = outcome.kind === 'idle' ? outcome.detail : '';
    if (next === null) logger.info({ was: trouble }, 'the market maker works again');
    else logger.warn({ code: next, detail }, idleReasons[next]);
    trouble = next;
  };
}

function swapSummary(logger: MarketMakerLogger, now: () => number) {
  let swaps = 0;
  let value = 0n;
  let profit = 0n;
  let sinceMs = now();
  return {
    add({ trade }: Swap): void {
      swaps += 1;
      value += trade.value;
      profit += trade.profit;
    },
    logWhenDue(): void {
      if (swaps === 0 || now() - sinceMs < SUMMARY_MS) return;
      const facts = { swaps, valueUsd: `${value / DOLLAR}`, profitUsd: `${profit / DOLLAR}` };
      logger.info(facts, 'swaps moved the pools after the market');
      swaps = 0;
      value = 0n;
      profit = 0n;
      sinceMs = now();
    },
  };
}

function swapFacts({ trade, result }: Swap): object {
  const { tokenIn, tokenOut, amountIn, amountOut, value, profit } = trade;
  const amounts = { amountIn, amountOut, value, profit };
  const texts = Object.entries(amounts).map(([name, amount]) => [name, amount.toString()]);
  return { ...transactionFacts(result), tokenIn, tokenOut, ...Object.fromEntries(texts) };
}

function transactionFacts({ status, hash, detail }: TransactionOutcome): object {
  return { status, hash, ...(detail === '' ? {} : { detail }) };
}
