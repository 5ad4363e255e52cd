/*
 * From IEEE-754 additions, multiplications and divisions alone, which every engine rounds alike.
 * `Math.log` may differ in its last bit between engines and versions, and then a restart after an
 * upgrade would continue another history.
 */

/** The logarithm of 2 in two parts, so that small multiples of the first are exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

/** Natural logarithm of a positive finite number; absolute error below 1e-15 near one. */
export function ln(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) throw new RangeError(`ln of ${x}`);
  let mantissa = x;
  let exponent = 0;
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  while (mantissa > Math.SQRT2) {
    mantissa /= 2;
    exponent += 1;
  }
  // ln m = 2 artanh((m − 1) / (m + 1)), with |s| < 0.172.
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  return exponent * LN2_HIGH + (2 * s * artanhOverX(square) + exponent * LN2_LOW);
}

/** The series of artanh(x) / x in q = x², for x < 0.172; unrolled for speed. */
function artanhOverX(q: number): number {
  const high = ((((q / 21 + 1 / 19) * q + 1 / 17) * q + 1 / 15) * q + 1 / 13) * q + 1 / 11;
  return ((((high * q + 1 / 9) * q + 1 / 7) * q + 1 / 5) * q + 1 / 3) * q + 1;
}
