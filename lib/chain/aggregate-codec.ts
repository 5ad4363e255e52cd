import { type Hex, toFunctionSelector } from 'viem';
import { ChainError } from './chain-error.ts';
import type { ContractRead } from './contract-read.ts';

/**
 * The two codecs of Multicall3's `aggregate3`, by hand: the page reads thousands of tick words when it
 * opens, and a general ABI coder keeps a phone's main thread busy for half a second with them.
 */

const AGGREGATE3 = toFunctionSelector('aggregate3((address,bool,bytes)[])');
/** Bytes of one ABI word. */
const WORD = 32;
/** Address, permission to fail, offset of the data, and its length. */
const CALL_HEAD_WORDS = 4;
/** Digits of a word that a length or an offset may use: more than any answer has bytes. */
const SMALL_DIGITS = 12;

/** The call data that makes every read, none of which may stop the others by reverting. */
export function encodeAggregate(
  reads: readonly Pick<ContractRead<unknown>, 'target' | 'data'>[],
): Hex {
  const offsets: string[] = [];
  const calls: string[] = [];
  let offset = reads.length * WORD;
  for (const { target, data } of reads) {
    const bytes = (data.length - 2) / 2;
    const words = Math.ceil(bytes / WORD);
    offsets.push(wordOf(offset));
    calls.push(
      target
        .slice(2)
        .toLowerCase()
        .padStart(2 * WORD, '0'),
      wordOf(1),
    );
    calls.push(wordOf((CALL_HEAD_WORDS - 1) * WORD), wordOf(bytes));
    calls.push(data.slice(2).padEnd(2 * WORD * words, '0'));
    offset += (CALL_HEAD_WORDS + words) * WORD;
  }
  return `${AGGREGATE3}${wordOf(WORD)}${wordOf(reads.length)}${offsets.join('')}${calls.join('')}`;
}

/**
 * The raw answers in order, `null` for a read that reverted.
 *
 * @throws ChainError `chain/unexpected-answer` when the text is no answer to `count` reads.
 */
export function decodeAggregate(answer: Hex, count: number): readonly (Hex | null)[] {
  const list = smallAt(answer, 0);
  if (smallAt(answer, list) !== count) throw malformed();
  const first = list + WORD;
  return Array.from({ length: count }, (_, index): Hex | null => {
    const result = first + smallAt(answer, first + index * WORD);
    const succeeded = smallAt(answer, result) === 1;
    const bytes = result + smallAt(answer, result + WORD);
    const start = 2 + 2 * (bytes + WORD);
    const end = start + 2 * smallAt(answer, bytes);
    if (end > answer.length) throw malformed();
    return succeeded ? `0x${answer.slice(start, end)}` : null;
  });
}

function wordOf(value: number): string {
  return value.toString(16).padStart(2 * WORD, '0');
}

/** A length, offset or truth value at a position in bytes. */
function smallAt(answer: Hex, position: number): number {
  const end = 2 + 2 * (position + WORD);
  const start = end - SMALL_DIGITS;
  if (end > answer.length) throw malformed();
  for (let digit = end - 2 * WORD; digit < start; digit += 1) {
    if (answer.charCodeAt(digit) !== 48) throw malformed();
  }
  const value = Number.parseInt(answer.slice(start, end), 16);
  if (!Number.isSafeInteger(value)) throw malformed();
  return value;
}

function malformed(): ChainError {
  return new ChainError('chain/unexpected-answer', 'The node gave no answer of Multicall3.');
}
