import { describe, expect, it } from 'vitest';
import { textFindingLines } from '../finding-lines.ts';
import { solidityTestNames } from './solidity-test-names.ts';

const lines = (path: string, text: string) => textFindingLines(solidityTestNames, { path, text });

describe('solidity-test-names', () => {
  it('objects to tests that do not say what they test', () => {
    expect(lines('contracts/test/Faucet.t.sol', '\nfunction testDrip() public {}')).toEqual([2]);
    expect(lines('contracts/test/Faucet.t.sol', 'function invariantSupply() public {}')).toEqual([
      1,
    ]);
  });

  it('accepts the house’s names, and functions that are no tests', () => {
    const text = [
      'function setUp() public {}',
      'function test_drip_paysOnce() public {}',
      'function testFuzz_drip_neverExceedsCap(uint256 amount) public {}',
      'function invariant_supplyIsConserved() public {}',
      'function _testAccount() private {}',
    ].join('\n');
    expect(lines('contracts/test/Faucet.t.sol', text)).toEqual([]);
  });
});
