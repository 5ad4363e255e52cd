import { MAX_TICK, MIN_TICK, sqrtRatioAtTick } from './tick-ratio.ts';

/** An initialised tick of a V3 pool: the liquidity that crossing it upwards adds (or takes away). */
export type Tick = {
  readonly index: number;
  readonly liquidityNet: bigint;
};

/** All initialised ticks of a V3 pool, in ascending order, and the price at each. */
export type TickTable = {
  readonly spacing: number;
  readonly indexes: Int32Array;
  readonly liquidityNets: readonly bigint[];
  readonly sqrtRatios: readonly bigint[];
};

/** Where a swap stops next: an initialised tick, or the edge of a word of the pool's bitmap. */
export type TickStop = {
  readonly tick: number;
  /** Position of the stop in the table, or -1 where the stop is only the edge of a word. */
  readonly position: number;
};

/**
 * Builds the table of a pool's initialised ticks, whatever their order. Ticks whose net liquidity is
 * zero belong in it as well: the pool stops, and rounds, at each initialised tick.
 *
 * @throws RangeError when a tick is out of range, repeated or no multiple of the spacing, or when
 * the nets do not add up to zero: then ticks are missing.
 */
export function createTickTable(spacing: number, ticks: readonly Tick[]): TickTable {
  if (!Number.isInteger(spacing) || spacing <= 0) {
    throw new RangeError(`tick spacing ${spacing} is not a positive integer`);
  }
  const sorted = ticks.toSorted((a, b) => a.index - b.index);
  let net = 0n;
  let previous = Number.NEGATIVE_INFINITY;
  for (const { index, liquidityNet } of sorted) {
    if (index < MIN_TICK || index > MAX_TICK || index % spacing !== 0) {
      throw new RangeError(`tick ${index} is not usable with spacing ${spacing}`);
    }
    if (index === previous) throw new RangeError(`tick ${index} is there twice`);
    previous = index;
    net += liquidityNet;
  }
  if (net !== 0n) throw new RangeError(`net liquidity over all ticks is ${net}, not zero`);
  return {
    spacing,
    indexes: Int32Array.from(sorted, (tick) => tick.index),
    liquidityNets: sorted.map((tick) => tick.liquidityNet),
    sqrtRatios: sorted.map((tick) => sqrtRatioAtTick(tick.index)),
  };
}

/** The table with some ticks changed: a `null` removes a tick that is no longer initialised. */
export function updateTickTable(
  table: TickTable,
  changes: ReadonlyMap<number, bigint | null>,
): TickTable {
  const ticks: Tick[] = [];
  for (const [position, index] of table.indexes.entries()) {
    const liquidityNet = table.liquidityNets[position];
    if (!changes.has(index) && liquidityNet !== undefined) ticks.push({ index, liquidityNet });
  }
  for (const [index, liquidityNet] of changes) {
    if (liquidityNet !== null) ticks.push({ index, liquidityNet });
  }
  return createTickTable(table.spacing, ticks);
}

/** How many initialised ticks are at or below `tick`. */
export function countTicksUpTo(table: TickTable, tick: number): number {
  const { indexes } = table;
  let low = 0;
  let high = indexes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((indexes[middle] ?? 0) <= tick) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The liquidity in range at `tick`, summed from the table. */
export function liquidityAtTick(table: TickTable, tick: number): bigint {
  let liquidity = 0n;
  const count = countTicksUpTo(table, tick);
  for (let position = 0; position < count; position += 1) {
    liquidity += table.liquidityNets[position] ?? 0n;
  }
  return liquidity;
}

/** The lowest tick of the 256-tick word of the bitmap which holds `tick`, stopping at MIN_TICK. */
export function wordStart(tick: number, spacing: number): number {
  const compressed = Math.floor(tick / spacing);
  return Math.max((compressed >> 8) * 256 * spacing, MIN_TICK);
}

/** The highest tick of the word which holds the tick after `tick`, stopping at MAX_TICK. */
export function wordEndAfter(tick: number, spacing: number): number {
  const compressed = Math.floor(tick / spacing) + 1;
  return Math.min(((compressed >> 8) * 256 + 255) * spacing, MAX_TICK);
}

/**
 * The next stop of a swap downwards: the nearest initialised tick at or below `tick` in its word of
 * the bitmap, else the word's edge.
 * Source: Uniswap v3-core `TickBitmap.nextInitializedTickWithinOneWord`, `lte = true`.
 */
export function tickStopBelow(table: TickTable, tick: number): TickStop {
  const edge = wordStart(tick, table.spacing);
  const position = countTicksUpTo(table, tick) - 1;
  const below = table.indexes[position];
  return below !== undefined && below >= edge
    ? { tick: below, position }
    : { tick: edge, position: -1 };
}

/** As {@link tickStopBelow} upwards, where `tick` itself does not count (`lte = false`). */
export function tickStopAbove(table: TickTable, tick: number): TickStop {
  const edge = wordEndAfter(tick, table.spacing);
  const position = countTicksUpTo(table, tick);
  const above = table.indexes[position];
  return above !== undefined && above <= edge
    ? { tick: above, position }
    : { tick: edge, position: -1 };
}
