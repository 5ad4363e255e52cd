import { concatHex, type Hex, numberToHex, size, toFunctionSelector } from 'viem';

/** What a scripted contract does when a function is called. */
export type ScriptedAnswer =
  | { readonly kind: 'return'; readonly data: Hex }
  /** Burns all the gas that the call was given. */
  | { readonly kind: 'burn' };

const RETURN_BODY_SIZE = 17;
const BURN_BODY_SIZE = 2;
const DISPATCH_ENTRY_SIZE = 11;
const DISPATCH_HEAD_SIZE = 5;
const REVERT_SIZE = 3;

/**
 * Runtime code of a contract that answers each function with fixed bytes, whatever is right or wrong
 * about them, and reverts on all other calls: for tests of what hostile contracts say.
 *
 * @param answers By signature, such as `symbol()`.
 */
export function scriptedContract(answers: Readonly<Record<string, ScriptedAnswer>>): Hex {
  const entries = Object.entries(answers);
  let bodyAt = DISPATCH_HEAD_SIZE + entries.length * DISPATCH_ENTRY_SIZE + REVERT_SIZE;
  let dataAt = entries.reduce((offset, [, answer]) => offset + bodySize(answer), bodyAt);
  const dispatch: Hex[] = ['0x5f3560e01c'];
  const bodies: Hex[] = [];
  const data: Hex[] = [];
  for (const [signature, answer] of entries) {
    // DUP1, PUSH4 selector, EQ, PUSH2 destination, JUMPI
    const selector = toFunctionSelector(signature);
    dispatch.push(concatHex(['0x8063', selector, '0x14', '0x61', number(bodyAt, 2), '0x57']));
    bodyAt += bodySize(answer);
    if (answer.kind === 'burn') {
      bodies.push('0x5bfe');
      continue;
    }
    // JUMPDEST, PUSH3 length, PUSH3 offset, PUSH0, CODECOPY, PUSH3 length, PUSH0, RETURN
    const length = number(size(answer.data), 3);
    const copy = concatHex(['0x5b62', length, '0x62', number(dataAt, 3), '0x5f39']);
    bodies.push(concatHex([copy, '0x62', length, '0x5ff3']));
    data.push(answer.data);
    dataAt += size(answer.data);
  }
  return concatHex([...dispatch, '0x5f5ffd', ...bodies, ...data]);
}

function bodySize(answer: ScriptedAnswer): number {
  return answer.kind === 'burn' ? BURN_BODY_SIZE : RETURN_BODY_SIZE;
}

function number(value: number, bytes: number): Hex {
  return numberToHex(value, { size: bytes });
}
