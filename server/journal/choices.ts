import { JournalError } from './journal-error.ts';

/** Largest number of each choice that a command makes; all count from 0. */
export const largestChoice = {
  side: 1,
  type: 1,
  timeInForce: 3,
  postOnly: 2,
  selfTrade: 4,
  trigger: 2,
  priceSource: 2,
  marketState: 5,
} as const;

/** Sources of a set price begin here: nobody sets the last price. */
export const SMALLEST_SET_SOURCE = 1;

/**
 * A choice as it may be written. What the decoder would refuse must never become durable: every
 * later start would fail on it.
 *
 * @throws JournalError `journal/not-encodable` unless it is a whole number of 0 … `most`.
 */
export function encodableChoice(value: number, most: number): number {
  if (value >>> 0 === value && value <= most) return value;
  throw new JournalError('journal/not-encodable', {
    message: `A choice of 0 … ${most} cannot be ${value}.`,
    fix: 'Such a value must be refused before it reaches the sequencer.',
  });
}
