import './zod-config.ts';
import * as z from 'zod/mini';

/** A whole number of a range, as the digits of a query's parameter. */
export function queryInteger({ from, to }: { from: number; to: number }) {
  const error = `expected a whole number from ${from} to ${to}`;
  return z.pipe(
    z.string({ error }).check(z.regex(/^\d{1,16}$/, error)),
    z.pipe(
      z.transform((digits: string) => Number(digits)),
      z.number().check(z.minimum(from, error), z.maximum(to, error)),
    ),
  );
}
