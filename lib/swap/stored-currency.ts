import * as z from 'zod/mini';
import { MAX_NAME_LENGTH, MAX_SYMBOL_LENGTH, MAX_TOKEN_DECIMALS } from '#lib/chain/token-bounds.ts';
import { sanitizeTokenText } from '#lib/chain/token-text.ts';
import { type Currency, LUX } from '#lib/domain/currency.ts';
import { addressField, textField } from '#lib/protocol/fields.ts';

/** A text as the import of a token leaves it: whoever wrote the storage, it is no wilder than that. */
function plainText(maxLength: number) {
  // In UTF-16 a character may count twice.
  return textField(2 * maxLength).check(z.refine((text) => isPlain(text, maxLength)));
}

function isPlain(text: string, maxLength: number): boolean {
  // The dots that stand for what was cut off are the import's own.
  const kept = text.replaceAll('…', '').trim();
  const isShort = [...text].length <= maxLength;
  return isShort && kept !== '' && sanitizeTokenText(kept, maxLength).text === kept;
}

/** A token as it is kept in the browser's storage. */
export const storedToken = z.object({
  kind: z.literal('token'),
  address: addressField,
  symbol: plainText(MAX_SYMBOL_LENGTH),
  name: plainText(MAX_NAME_LENGTH),
  decimals: z.number().check(z.int(), z.minimum(0), z.maximum(MAX_TOKEN_DECIMALS)),
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
