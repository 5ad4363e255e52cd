import './zod-config.ts';
import * as z from 'zod/mini';
import type { Address, Hash } from '#lib/domain/address.ts';
import { CONTRACT_NAMES } from '#lib/domain/network.ts';
import { ORDER_SIDES } from '#lib/domain/order.ts';

// Lengths are refinements and no `z.maxLength`: that one looks at the `length` of whatever it is given,
// of objects too, where it may be anything from the outside, even what cannot be compared.

/** A text of at most `maxLength` UTF-16 units. */
export function textField(maxLength: number) {
  const error = `expected a text of at most ${maxLength} characters`;
  return z
    .string({ error })
    .check(z.refine(({ length }) => length <= maxLength, error))
    .register(z.globalRegistry, { maxLength });
}

/** Symbols, at most `maxLength` of them. */
export function symbolsField(maxLength: number) {
  const error = `expected a list of at most ${maxLength} symbols`;
  return z
    .array(symbolField, { error })
    .check(z.refine(({ length }) => length <= maxLength, error))
    .register(z.globalRegistry, { maxItems: maxLength });
}

/** A whole number that is not negative and no larger than `maximum`. */
export function countField(maximum = Number.MAX_SAFE_INTEGER) {
  const error = `expected a whole number from 0 to ${maximum}`;
  return z
    .number({ error })
    .check(z.int({ error }), z.minimum(0, error), z.maximum(maximum, error));
}

export const flagField = z.boolean({ error: 'expected true or false' });

export const symbolField = textField(32);

export const requestIdField = textField(128);

/** Milliseconds since the epoch. */
export const timestampField = countField();

/** An amount of base units (wei and the like), which may exceed what a JSON number can hold. */
export const baseUnitsField = z.string().check(z.regex(/^\d{1,78}$/, 'expected decimal digits'));

export const addressField = z
  .custom<Address>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value), {
    error: 'expected 0x and 40 hexadecimal digits',
  })
  .register(z.globalRegistry, { type: 'string', pattern: '^0x[0-9a-fA-F]{40}$' });

export const hashField = z
  .custom<Hash>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value), {
    error: 'expected 0x and 64 hexadecimal digits',
  })
  .register(z.globalRegistry, { type: 'string', pattern: '^0x[0-9a-fA-F]{64}$' });

export const contractNameField = z.enum(CONTRACT_NAMES);

const orderIdError = 'expected the number of an order';

/** Number of an order: a JSON number, or the same digits as a text. */
export const orderIdField = z.pipe(
  z.union([countField(), z.string().check(z.regex(/^[1-9]\d{0,15}$/, orderIdError))], {
    error: orderIdError,
  }),
  z.pipe(
    z.transform((id: number | string) => Number(id)),
    z.number().check(z.minimum(1, orderIdError), z.maximum(Number.MAX_SAFE_INTEGER, orderIdError)),
  ),
);

const clientIdError = 'expected a text of 1 to 64 printable characters';

/** A client's own name for an order. */
export const clientOrderIdField = z
  .string({ error: clientIdError })
  .check(z.refine((text) => /^[\x20-\x7e]{1,64}$/.test(text), clientIdError))
  .register(z.globalRegistry, { minLength: 1, maxLength: 64, pattern: '^[ -~]{1,64}$' });

const signatureError = 'expected 0x and at least 128 hexadecimal digits';

/** A signature: compact (64 bytes), with its recovery id (65), or longer for a contract's. */
export const signatureField = z
  .string({ error: signatureError })
  .check(z.refine((text) => /^0x(?:[0-9a-fA-F]{2}){64,2048}$/.test(text), signatureError))
  .register(z.globalRegistry, { pattern: '^0x([0-9a-fA-F]{2}){64,2048}$' });

/** Parts per million; a signed order holds 24 bits of them. */
export const ppmField = countField(16_777_215);

/** Counts up with each signature of an account; 48 bits. */
export const nonceField = countField(281_474_976_710_655);

export const epochField = countField(65_535);

export const sideField = z.enum(ORDER_SIDES, { error: `expected ${ORDER_SIDES.join(' or ')}` });
