import { describe, expect, it } from 'vitest';
import { textFindingLines } from '../finding-lines.ts';
import { solidityComments } from './solidity-comments.ts';

const lines = (text: string, path = 'contracts/src/Faucet.sol') =>
  textFindingLines(solidityComments, { path, text });

describe('solidity-comments', () => {
  it.each([
    '// forge-lint: disable-next-line(unsafe-typecast)',
    '// slither-disable-next-line timestamp',
    '// --------------- state ---------------',
    '//   balance += amount;',
    '// if (paused) {',
  ])('objects to %s', (text) => {
    expect(lines(`contract Faucet {\n${text}\n}`)).toEqual([2]);
  });

  it('accepts prose, NatSpec and the licence line', () => {
    const text = [
      '// SPDX-License-Identifier: MIT',
      '/// @notice Pays once a day; the cap is per account.',
      'uint256 balance; // in base units',
      '// The clock of the chain, not of the caller.',
    ].join('\n');
    expect(lines(text)).toEqual([]);
  });
});
