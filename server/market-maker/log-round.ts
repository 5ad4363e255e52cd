import { type IdleReason, idleReasons } from './pool-arbitrage/idle-reason.ts';
import type { RoundOutcome } from './pool-arbitrage/pool-arbitrage.ts';
import type { TransactionOutcome } from './pool-arbitrage/trading-account.ts';

export type MarketMakerLogger = {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
};

/**
 * A listener that writes a line for each transaction, and one when the account falls idle for another
 * reason than that all is well, or works again.
 */
export function createRoundLog(logger: MarketMakerLogger): (outcome: RoundOutcome) => void {
  let trouble: IdleReason | null = null;

  return (outcome) => {
    const reason = outcome.kind === 'idle' ? outcome.reason : null;
    const next = reason === 'market-maker/in-line' ? null : reason;
    if (next !== trouble) {
      const detail = outcome.kind === 'idle' ? outcome.detail : '';
      if (next === null) logger.info({ was: trouble }, 'the market maker works again');
      else logger.warn({ code: next, detail }, idleReasons[next]);
      trouble = next;
    }
    if (outcome.kind === 'prepared') {
      for (const each of outcome.transactions) logTransaction(each, {}, logger);
    } else if (outcome.kind === 'traded') {
      for (const { trade, result } of outcome.swaps) {
        const { tokenIn, tokenOut, amountIn, amountOut, value, profit } = trade;
        const amounts = { amountIn, amountOut, value, profit };
        const texts = Object.entries(amounts).map(([name, amount]) => [name, amount.toString()]);
        logTransaction(result, { tokenIn, tokenOut, ...Object.fromEntries(texts) }, logger);
      }
    }
  };
}

function logTransaction(
  { request, status, hash, detail }: TransactionOutcome,
  facts: object,
  logger: MarketMakerLogger,
): void {
  const line = { status, hash, ...(detail === '' ? {} : { detail }), ...facts };
  if (status === 'mined') logger.info(line, request.title);
  else logger.warn(line, request.title);
}
