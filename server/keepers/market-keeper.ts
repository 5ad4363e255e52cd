import { type Market, markets } from '#lib/domain/market.ts';
import { type EngineState, type MarketParameters, OPEN, PRE_OPEN } from '#server/engine/index.ts';
import type { CommandOutcome, UnstampedCommand } from '#server/sequencer/index.ts';

export type MarketKeeperOptions = {
  /** Read once, before anything is submitted. */
  readonly state: EngineState;
  readonly execute: (command: UnstampedCommand) => Promise<CommandOutcome>;
};

/**
 * Sees to it that every market of the configuration is listed, with these parameters, and has opened.
 *
 * @throws MarketListingError when a market is listed with other parameters, or the engine refuses.
 */
export async function keepMarketsListed({ state, execute }: MarketKeeperOptions): Promise<void> {
  for (const market of markets) {
    const parameters = parametersOf(market);
    const listed = state.market(market.id);
    if (listed === null) await executed(execute, { kind: 'list-market', ...parameters });
    else assertSame(market, { expected: parameters, listed: listed.parameters });
    if (listed !== null && listed.state !== PRE_OPEN) continue;
    await executed(execute, { kind: 'set-market-state', market: market.id, state: OPEN });
  }
}

async function executed(
  execute: MarketKeeperOptions['execute'],
  command: UnstampedCommand,
): Promise<void> {
  const { events } = await execute(command);
  const rejected = events.find((event) => event.kind === 'rejected');
  if (rejected === undefined) return;
  throw new MarketListingError(`The engine refused ${command.kind}: ${rejected.code}.`);
}

/** What the engine is told about a market. */
export function parametersOf(market: Market): MarketParameters {
  return {
    market: market.id,
    baseAsset: market.baseAsset,
    quoteAsset: market.quoteAsset,
    unitsPerLot: market.unitsPerLot,
    k: market.k,
    makerFeePpm: market.makerFeePpm,
    takerFeePpm: market.takerFeePpm,
    bandPpm: market.bandPpm,
    minNotional: market.minNotional,
    maxQuantity: market.maxQuantity,
    maxOpenOrders: market.maxOpenOrders,
    allowSelfTrade: false,
  };
}

function assertSame(
  { symbol }: Market,
  { expected, listed }: { readonly expected: MarketParameters; readonly listed: MarketParameters },
): void {
  const known = new Map<string, unknown>(Object.entries(listed));
  const differing = Object.entries(expected).flatMap(([name, value]) =>
    known.get(name) === value ? [] : [`${name} is ${known.get(name)} and should be ${value}`],
  );
  if (differing.length === 0) return;
  throw new MarketListingError(
    `${symbol} is listed with other parameters than lib/domain/market.ts has: ` +
      `${differing.join(', ')}. Put the file back as it was, or begin anew with ` +
      '`npm start -- --reset`.',
  );
}

/** The markets in the journal are not those of the configuration. */
export class MarketListingError extends Error {
  override readonly name = 'MarketListingError';
}
