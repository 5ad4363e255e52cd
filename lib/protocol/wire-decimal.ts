import './zod-config.ts';
import * as z from 'zod/mini';
import type { Market } from '#lib/domain/market.ts';
import { type Lots, MAX_LOTS, MAX_TICKS, type Ticks } from '#lib/domain/quanta.ts';
import type { ErrorCode } from './errors.ts';
import { ExactNumber } from './exact-number.ts';
import { invalidField } from './invalid-field.ts';
import { ProtocolError } from './protocol-error.ts';
import { toWireNumber, type WireDecimal } from './wire-number.ts';

/** Longest text of a decimal: more digits than any price, size or amount has. */
const MAX_LENGTH = 40;

const DECIMAL = /^(0|[1-9]\d*)(?:\.(\d+))?$/;

/** Schema of a price, size or amount on the way in: a JSON number or a decimal string, both exact. */
export const wireDecimal = z
  .custom<WireDecimal>(isDecimal, { error: 'expected a number or a decimal string' })
  .register(z.globalRegistry, {
    anyOf: [{ type: 'number' }, { type: 'string', pattern: DECIMAL.source }],
  });

/** A decimal that was sent, and the field that it came in. */
export type SentDecimal = { readonly field: string; readonly value: WireDecimal };

/**
 * The price that was sent, in ticks.
 *
 * @throws ProtocolError `order/invalid-tick` with the nearest valid prices, `order/invalid-price`
 *   outside 1 … 2^31 − 1 ticks, `gateway/invalid-message` for what is no plain decimal.
 */
export function decodePrice(sent: SentDecimal, market: Market): Ticks {
  return stepsOf(sent, {
    decimals: market.priceDecimals,
    most: MAX_TICKS,
    between: 'order/invalid-tick',
    outside: 'order/invalid-price',
    stepFact: 'tick_size',
  });
}

/**
 * The size that was sent, in lots.
 *
 * @throws ProtocolError `order/invalid-lot` with the nearest valid sizes, `order/invalid-quantity`
 *   outside 1 … 2^31 − 1 lots, `gateway/invalid-message` for what is no plain decimal.
 */
export function decodeSize(sent: SentDecimal, market: Market): Lots {
  return stepsOf(sent, {
    decimals: market.sizeDecimals,
    most: MAX_LOTS,
    between: 'order/invalid-lot',
    outside: 'order/invalid-quantity',
    stepFact: 'lot_size',
  });
}

/** Whether a decimal that was sent is zero, which some clients send for "none". */
export function isZero(value: WireDecimal): boolean {
  return /^-?0+(?:\.0+)?$/.test(textOf(value));
}

/** Steps of a decimal, and what is told of one that is between two of them or out of range. */
export type Steps = {
  readonly decimals: number;
  readonly most: number;
  readonly between: ErrorCode;
  readonly outside: ErrorCode;
  readonly stepFact: string;
};

/**
 * How many steps a decimal that was sent is, 1 … `most`.
 *
 * @throws ProtocolError `between` with the nearest values, `outside`, `gateway/invalid-message` for what
 *   is no plain decimal.
 */
export function stepsOf({ field, value }: SentDecimal, steps: Steps): number {
  const text = textOf(value);
  const { decimals, most, between, outside, stepFact } = steps;
  const facts = { field, [stepFact]: written(1, decimals) };
  if (/^-/.test(text)) throw new ProtocolError(outside, { facts });
  const match = DECIMAL.exec(text);
  if (match === null)
    throw invalidField(field, 'expected plain decimal digits, without an exponent');
  const [, whole = '', fraction = ''] = match;
  const below = Number(`${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`);
  const isBetween = /[1-9]/.test(fraction.slice(decimals));
  if (below > most || (below === most && isBetween) || (below === 0 && !isBetween)) {
    throw new ProtocolError(outside, { facts });
  }
  if (!isBetween) return below;
  const nearest = (below === 0 ? [1] : [below, below + 1]).map((each) => written(each, decimals));
  const detail = `${field}: the nearest are ${nearest.join(' and ')}.`;
  throw new ProtocolError(between, { facts: { ...facts, nearest }, detail });
}

function written(units: number, decimals: number): string {
  return String(toWireNumber(units, decimals));
}

function textOf(value: WireDecimal): string {
  return typeof value === 'string' ? value : String(value);
}

function isDecimal(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value instanceof ExactNumber) return value.text.length <= MAX_LENGTH;
  return typeof value === 'string' && value.length <= MAX_LENGTH;
}
