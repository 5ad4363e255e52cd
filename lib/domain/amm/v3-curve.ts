import { PPM } from '../ppm.ts';
import { nextSqrtPriceFromInput, nextSqrtPriceFromOutput } from './sqrt-price.ts';
import { feeOnTop, stepAmountIn, stepAmountOut } from './swap-step.ts';
import { sqrtRatioAtTick, tickAtSqrtRatio } from './tick-ratio.ts';
import { countTicksUpTo, wordEndAfter, wordStart } from './tick-table.ts';
import type { V3Pool } from './v3-pool.ts';
import { type V3SwapResult, widestPriceLimit } from './v3-swap.ts';

/** The state of the pool at one of the stops that a swap of any size passes. */
type Stop = {
  readonly sqrtPrice: bigint;
  readonly tick: number;
  /** Liquidity of the stretch that begins here. */
  readonly liquidity: bigint;
  /** Sums from the current price up to here; `amountIn` contains the fees. */
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly feeAmount: bigint;
  readonly ticksCrossed: number;
};

/**
 * A V3 pool in one direction, with what lies between its stops summed up once.
 *
 * A stretch that a swap passes whole costs and gives the same whatever the size of the swap, its
 * roundings included, and it is passed exactly when what remains covers its cost. So a quote needs a
 * search for the last stop reached and one partial step, instead of the contract's loop; `swapV3` is
 * that loop, and a property test holds both equal. Stops are added when a swap first needs them.
 */
export class V3Curve {
  readonly #pool: V3Pool;
  readonly #zeroForOne: boolean;
  readonly #feePpm: bigint;
  readonly #limit: bigint;
  readonly #stops: Stop[];
  /** Next initialised tick in the direction, as a position in the pool's table. */
  #position: number;
  #exhausted: boolean;

  constructor(pool: V3Pool, zeroForOne: boolean) {
    this.#pool = pool;
    this.#zeroForOne = zeroForOne;
    this.#feePpm = BigInt(pool.feePpm);
    this.#limit = widestPriceLimit(zeroForOne);
    this.#stops = [
      {
        sqrtPrice: pool.sqrtPriceX96,
        tick: pool.tick,
        liquidity: pool.liquidity,
        amountIn: 0n,
        amountOut: 0n,
        feeAmount: 0n,
        ticksCrossed: 0,
      },
    ];
    const ticksUpTo = countTicksUpTo(pool.ticks, pool.tick);
    this.#position = zeroForOne ? ticksUpTo - 1 : ticksUpTo;
    this.#exhausted = false;
  }

  /** What comes out for an input (fee included); `null` when the liquidity ends before it is spent. */
  amountOut(amountIn: bigint): bigint | null {
    const at = this.#lastStopFor(amountIn, true);
    if (at === null) return null;
    const { remaining, stop } = at;
    if (remaining === 0n) return stop.amountOut;
    const next = this.#priceAfterInput(stop, remaining);
    return stop.amountOut + stepAmountOut(stop.sqrtPrice, next, stop.liquidity, this.#zeroForOne);
  }

  /** What must come in (fee included) for an output; `null` when the liquidity gives less. */
  amountIn(amountOut: bigint): bigint | null {
    const at = this.#lastStopFor(amountOut, false);
    if (at === null) return null;
    const { remaining, stop } = at;
    if (remaining === 0n) return stop.amountIn;
    const next = this.#priceAfterOutput(stop, remaining);
    const amountIn = stepAmountIn(stop.sqrtPrice, next, stop.liquidity, this.#zeroForOne);
    return stop.amountIn + amountIn + feeOnTop(amountIn, this.#feePpm);
  }

  /** The whole result of swapping in `amountIn`; `null` when the liquidity ends before. */
  swapIn(amountIn: bigint): V3SwapResult | null {
    const at = this.#lastStopFor(amountIn, true);
    if (at === null) return null;
    const { remaining, stop } = at;
    if (remaining === 0n) return resultAt(stop);
    const { sqrtPrice, liquidity } = stop;
    const next = this.#priceAfterInput(stop, remaining);
    const moved = stepAmountIn(sqrtPrice, next, liquidity, this.#zeroForOne);
    return {
      amountIn,
      amountOut: stop.amountOut + stepAmountOut(sqrtPrice, next, liquidity, this.#zeroForOne),
      feeAmount: stop.feeAmount + remaining - moved,
      sqrtPriceAfterX96: next,
      tickAfter: next === sqrtPrice ? stop.tick : tickAtSqrtRatio(next),
      liquidityAfter: liquidity,
      ticksCrossed: stop.ticksCrossed,
      complete: true,
    };
  }

  /** The whole result of swapping out `amountOut`; `null` when the liquidity gives less. */
  swapOut(amountOut: bigint): V3SwapResult | null {
    const at = this.#lastStopFor(amountOut, false);
    if (at === null) return null;
    const { remaining, stop, following } = at;
    if (remaining === 0n) return resultAt(stop);
    const { sqrtPrice, liquidity } = stop;
    const next = this.#priceAfterOutput(stop, remaining);
    // Rounding can carry the price onto the next stop: then the pool crosses it.
    if (following !== undefined && next === following.sqrtPrice) {
      return { ...resultAt(following), amountOut };
    }
    const moved = stepAmountIn(sqrtPrice, next, liquidity, this.#zeroForOne);
    const fee = feeOnTop(moved, this.#feePpm);
    return {
      amountIn: stop.amountIn + moved + fee,
      amountOut,
      feeAmount: stop.feeAmount + fee,
      sqrtPriceAfterX96: next,
      tickAfter: next === sqrtPrice ? stop.tick : tickAtSqrtRatio(next),
      liquidityAfter: liquidity,
      ticksCrossed: stop.ticksCrossed,
      complete: true,
    };
  }

  #priceAfterInput(stop: Stop, remaining: bigint): bigint {
    const lessFee = (remaining * (PPM - this.#feePpm)) / PPM;
    return nextSqrtPriceFromInput(stop.sqrtPrice, stop.liquidity, lessFee, this.#zeroForOne);
  }

  #priceAfterOutput(stop: Stop, remaining: bigint): bigint {
    const next = nextSqrtPriceFromOutput(
      stop.sqrtPrice,
      stop.liquidity,
      remaining,
      this.#zeroForOne,
    );
    if (next === null) throw new RangeError('a stretch cannot give less than its own sum');
    return next;
  }

  /**
   * The stop at which a swap of `amount` ends, or from which its last, partial step begins; `null`
   * when there is not enough liquidity.
   */
  #lastStopFor(
    amount: bigint,
    isInput: boolean,
  ): { stop: Stop; remaining: bigint; following: Stop | undefined } | null {
    if (amount <= 0n) return null;
    const stops = this.#stops;
    while (sumAt(stops[stops.length - 1], isInput) < amount) {
      if (this.#exhausted) return null;
      this.#addStop();
    }
    let low = 0;
    let high = stops.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sumAt(stops[middle], isInput) < amount) low = middle + 1;
      else high = middle;
    }
    // `low` is the first stop whose sum covers the amount: the swap ends there or just before it.
    const end = stops[low];
    const before = stops[low - 1];
    if (end !== undefined && sumAt(end, isInput) === amount) {
      return { stop: end, remaining: 0n, following: undefined };
    }
    if (before === undefined) return null;
    return { stop: before, remaining: amount - sumAt(before, isInput), following: end };
  }

  #addStop(): void {
    const from = this.#stops[this.#stops.length - 1];
    if (from === undefined) throw new RangeError('a curve begins with the current price');
    const { indexes, sqrtRatios, liquidityNets } = this.#pool.ticks;
    const down = this.#zeroForOne;
    const initialised = indexes[this.#position];
    if (from.liquidity === 0n) {
      // Nothing is paid or received here, so the edges of words need no stop.
      if (initialised === undefined) {
        this.#exhausted = true;
        return;
      }
    }
    const edge = down
      ? wordStart(from.tick, this.#pool.ticks.spacing)
      : wordEndAfter(from.tick, this.#pool.ticks.spacing);
    const isInitialised =
      initialised !== undefined &&
      (from.liquidity === 0n || (down ? initialised >= edge : initialised <= edge));
    const tick = isInitialised ? initialised : edge;
    const price = (isInitialised ? sqrtRatios[this.#position] : undefined) ?? sqrtRatioAtTick(tick);
    if (down ? price < this.#limit : price > this.#limit) {
      this.#exhausted = true;
      this.#stops.push(this.#stretch(from, this.#limit, tickAtSqrtRatio(this.#limit)));
      return;
    }
    const reached = this.#stretch(from, price, down ? tick - 1 : tick);
    if (!isInitialised) {
      this.#stops.push(reached);
      return;
    }
    const net = liquidityNets[this.#position] ?? 0n;
    this.#position += down ? -1 : 1;
    this.#stops.push({
      ...reached,
      liquidity: reached.liquidity + (down ? -net : net),
      ticksCrossed: reached.ticksCrossed + 1,
    });
  }

  /** The stop at `price`, after the whole stretch from another one. */
  #stretch(from: Stop, price: bigint, tick: number): Stop {
    const amountIn = stepAmountIn(from.sqrtPrice, price, from.liquidity, this.#zeroForOne);
    const fee = feeOnTop(amountIn, this.#feePpm);
    return {
      sqrtPrice: price,
      tick,
      liquidity: from.liquidity,
      amountIn: from.amountIn + amountIn + fee,
      amountOut:
        from.amountOut + stepAmountOut(from.sqrtPrice, price, from.liquidity, this.#zeroForOne),
      feeAmount: from.feeAmount + fee,
      ticksCrossed: from.ticksCrossed,
    };
  }
}

function sumAt(stop: Stop | undefined, isInput: boolean): bigint {
  if (stop === undefined) return 0n;
  return isInput ? stop.amountIn : stop.amountOut;
}

function resultAt(stop: Stop): V3SwapResult {
  return {
    amountIn: stop.amountIn,
    amountOut: stop.amountOut,
    feeAmount: stop.feeAmount,
    sqrtPriceAfterX96: stop.sqrtPrice,
    tickAfter: stop.tick,
    liquidityAfter: stop.liquidity,
    ticksCrossed: stop.ticksCrossed,
    complete: true,
  };
}

const curves = new WeakMap<V3Pool, { down?: V3Curve; up?: V3Curve }>();

/** The curve of a pool in a direction. Pools are immutable, so each has its curves made once. */
export function v3Curve(pool: V3Pool, zeroForOne: boolean): V3Curve {
  let pair = curves.get(pool);
  if (pair === undefined) {
    pair = {};
    curves.set(pool, pair);
  }
  if (zeroForOne) {
    pair.down ??= new V3Curve(pool, true);
    return pair.down;
  }
  pair.up ??= new V3Curve(pool, false);
  return pair.up;
}
