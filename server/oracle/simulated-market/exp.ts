import { LN2_HIGH, LN2_LOW } from './ln.ts';

/*
 * From IEEE-754 additions, multiplications and divisions alone, which every engine rounds alike.
 * `Math.exp` may differ in its last bit between engines and versions, and then a restart after an
 * upgrade would continue another history.
 */

const LN2 = LN2_HIGH + LN2_LOW;
const EXP_LIMIT = 600;

/** e to the power of `x`, |x| ≤ 600; relative error below 1e-15 near zero, below 1e-13 anywhere. */
export function exp(x: number): number {
  if (!(Math.abs(x) <= EXP_LIMIT)) throw new RangeError(`exp of ${x}`);
  const doublings = Math.round(x / LN2);
  const rest = x - doublings * LN2_HIGH - doublings * LN2_LOW;
  return scaleByPowerOfTwo(expNearZero(rest), doublings);
}

function scaleByPowerOfTwo(value: number, power: number): number {
  let scaled = value;
  for (let step = 0; step < power; step += 1) scaled *= 2;
  for (let step = 0; step > power; step -= 1) scaled /= 2;
  return scaled;
}

/** The Taylor series of exp, exact to the last bit or two for |x| ≤ ln 2 / 2; unrolled for speed. */
function expNearZero(x: number): number {
  const high = ((((x / 13 + 1) * x * (1 / 12) + 1) * x * (1 / 11) + 1) * x * (1 / 10) + 1) * x;
  const middle =
    ((((high * (1 / 9) + 1) * x * (1 / 8) + 1) * x * (1 / 7) + 1) * x * (1 / 6) + 1) * x;
  return ((((middle * 0.2 + 1) * x * 0.25 + 1) * x * (1 / 3) + 1) * x * 0.5 + 1) * x + 1;
}
