import { BaseError, decodeErrorResult, type Hex } from 'viem';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';

/** Why a call of the clearing house was undone. */
export type RevertReason = {
  /** Name of the contract's error, as `InsufficientBalance`; `Error` with a text, `Panic` with a number. */
  readonly code: string;
  /** Its arguments by name, and by position where they have none. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The bytes; `0x` where the call failed without giving any, as without gas. */
  readonly data: Hex;
};

/** What the bytes say that a call was undone with. */
export function revertReason(data: Hex): RevertReason {
  if (data === '0x') return { code: 'WithoutReason', args: {}, data };
  try {
    const { errorName, args = [], abiItem } = decodeErrorResult({ abi: clearingHouseAbi, data });
    const names = 'inputs' in abiItem ? abiItem.inputs : [];
    const values: readonly unknown[] = args;
    const named = values.map((value, index) => [names[index]?.name || String(index), value]);
    return { code: errorName, args: Object.fromEntries(named), data };
  } catch {
    return { code: 'UnknownError', args: {}, data };
  }
}

/** The bytes that a node answered a call with in place of a result; `null` when it was not undone. */
export function revertData(error: unknown): Hex | null {
  if (!(error instanceof BaseError)) return null;
  const answer = error.walk((each) => dataOf(each) !== null);
  const data = dataOf(answer);
  if (data !== null) return data;
  return /revert|out of gas|invalid opcode|stack (?:under|over)flow/i.test(error.details)
    ? '0x'
    : null;
}

function dataOf(error: unknown): Hex | null {
  return error instanceof Error && 'data' in error ? hexIn(error.data) : null;
}

/** Some nodes put the bytes into an object. */
function hexIn(data: unknown): Hex | null {
  if (typeof data === 'string') return isHex(data) ? data : null;
  return typeof data === 'object' && data !== null && 'data' in data ? hexIn(data.data) : null;
}

function isHex(text: string): text is Hex {
  return /^0x(?:[0-9a-fA-F]{2})*$/.test(text);
}
