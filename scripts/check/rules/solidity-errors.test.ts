import { describe, expect, it } from 'vitest';
import { textFindingLines } from '../finding-lines.ts';
import { solidityErrors } from './solidity-errors.ts';

const lines = (path: string, text: string) => textFindingLines(solidityErrors, { path, text });

describe('solidity-errors', () => {
  it.each([
    'require(amount > 0, "zero");',
    "require(amount > 0, 'zero');",
    'revert("zero");',
    'revert();',
    'require(\n  amount > 0,\n  "zero"\n);',
  ])('objects to %s', (text) => {
    expect(lines('contracts/src/Faucet.sol', text)).toEqual([1]);
  });

  it('accepts typed errors, and tests which say things in text', () => {
    expect(lines('contracts/src/Faucet.sol', 'revert Faucet_Empty(amount);')).toEqual([]);
    expect(lines('contracts/src/Faucet.sol', 'require(amount > 0, ZeroAmount(amount));')).toEqual(
      [],
    );
    expect(lines('contracts/test/Faucet.t.sol', 'require(ok, "transfer");')).toEqual([]);
  });
});
