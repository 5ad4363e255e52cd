import * as z from 'zod/mini';
import { type Currency, LUX } from '#lib/domain/currency.ts';
import { addressField, textField } from '#lib/protocol/fields.ts';

/** More than this no token has, and no router can count. */
const MAX_DECIMALS = 255;

/** A token as it is kept in the browser's storage. */
export const storedToken = z.object({
  kind: z.literal('token'),
  address: addressField,
  symbol: textField(500),
  name: textField(500),
  decimals: z.number().check(z.int(), z.minimum(0), z.maximum(MAX_DECIMALS)),
  permit: z.boolean(),
});

/** LUX or a token as it is kept in the browser's storage. */
export const storedCurrency = z.union([
  storedToken,
  z.pipe(
    z.object({ kind: z.literal('native') }),
    z.transform((): Currency => LUX),
  ),
]);
