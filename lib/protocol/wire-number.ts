import './zod-config.ts';
import * as z from 'zod/mini';
import { ExactNumber } from './exact-number.ts';
import { ProtocolError } from './protocol-error.ts';

/** A number on the wire: its exact text where a double would not do. */
export type WireNumber = number | ExactNumber;

/** A JSON number, or the same as a decimal string: both are accepted on the way in. */
export type WireDecimal = WireNumber | string;

/** Schema of a JSON number that carries an exact decimal. */
export const wireNumber = z
  .custom<WireNumber>(isWireNumber, { error: 'expected a number' })
  .register(z.globalRegistry, { type: 'number' });

const DECIMAL = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?$/;

/**
 * The wire number of `units / 10 ** decimals`, written with all its decimals (`67421.50`).
 *
 * @param units - a safe integer
 */
export function toWireNumber(units: number, decimals: number): WireNumber {
  if (!Number.isSafeInteger(units)) throw new RangeError(`${units} is no safe integer of units`);
  if (decimals === 0) return units;
  const written = String(Math.abs(units));
  const digits = written.length > decimals ? written : written.padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  const sign = units < 0 ? '-' : '';
  return new ExactNumber(`${sign}${digits.slice(0, point)}.${digits.slice(point)}`);
}

/**
 * The integer count of `10 ** -decimals` that a wire number or decimal string stands for, exactly.
 *
 * @throws ProtocolError `gateway/invalid-message` for more decimals than that, exponents, what is no
 *   decimal at all, or a count beyond the safe integers.
 */
export function fromWireNumber(value: WireDecimal, decimals: number): number {
  const match = DECIMAL.exec(wireText(value));
  if (match === null) throw notRepresentable('use plain decimal digits', decimals);
  const [, sign = '', whole = '', fraction = ''] = match;
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > decimals)
    throw notRepresentable(`use at most ${decimals} decimals`, decimals);
  const units = Number(`${sign}${whole}${significant.padEnd(decimals, '0')}`);
  if (!Number.isSafeInteger(units)) throw notRepresentable('use a smaller number', decimals);
  // A negative zero is a zero.
  return units === 0 ? 0 : units;
}

function isWireNumber(value: unknown): boolean {
  return (typeof value === 'number' && Number.isFinite(value)) || value instanceof ExactNumber;
}

function wireText(value: WireDecimal): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : value.text;
}

function notRepresentable(expected: string, decimals: number): ProtocolError {
  const detail = `A decimal cannot be represented: ${expected}.`;
  return new ProtocolError('gateway/invalid-message', { facts: { expected, decimals }, detail });
}
