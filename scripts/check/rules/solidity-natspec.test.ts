import { describe, expect, it } from 'vitest';
import { textFindingLines } from '../finding-lines.ts';
import { solidityNatspec } from './solidity-natspec.ts';

const lines = (text: string, path = 'contracts/src/Faucet.sol') =>
  textFindingLines(solidityNatspec, { path, text });

describe('solidity-natspec', () => {
  it('objects to what others can call and nobody described', () => {
    expect(lines('contract Faucet {\n    function drip() external {}\n}')).toEqual([2]);
    expect(
      lines('interface IFaucet {\n    function cap() external view returns (uint256);\n}'),
    ).toEqual([2]);
    expect(
      lines(
        '    /// @dev Of something else.\n    uint256 x;\n    function a(\n        uint256 b\n    ) public {}',
      ),
    ).toEqual([3]);
  });

  it('accepts described and inherited functions, and private ones', () => {
    const text = [
      'contract Faucet is IFaucet {',
      '    /// @inheritdoc IFaucet',
      '    function drip() external {}',
      '',
      '    /** @notice The cap of one payment, in base units. */',
      '    function cap() public view returns (uint256) {}',
      '',
      '    function _pay() private {}',
      '}',
    ].join('\n');
    expect(lines(text)).toEqual([]);
  });

  it('asks it of our own contracts only', () => {
    expect(lines('function test_a() public {}', 'contracts/test/Faucet.t.sol')).toEqual([]);
  });
});
