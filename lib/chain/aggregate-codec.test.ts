import fc from 'fast-check';
import { decodeFunctionData, encodeFunctionResult, getAddress, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { decodeAggregate, encodeAggregate } from './aggregate-codec.ts';
import { ChainError } from './chain-error.ts';
import { multicall3Abi } from './token-abis.ts';

const bytes = fc
  .uint8Array({ maxLength: 100 })
  .map((array): Hex => `0x${Buffer.from(array).toString('hex')}`);
const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((array) => getAddress(`0x${Buffer.from(array).toString('hex')}`));

function resultOf(results: readonly { success: boolean; returnData: Hex }[]): Hex {
  return encodeFunctionResult({ abi: multicall3Abi, functionName: 'aggregate3', result: results });
}

describe('encodeAggregate', () => {
  it('writes what a general ABI coder reads', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ target: address, data: bytes })), (calls) => {
        const reads = calls.map((each) => ({ ...each, decode: (answer: Hex) => answer }));
        const { functionName, args } = decodeFunctionData({
          abi: multicall3Abi,
          data: encodeAggregate(reads),
        });
        expect(functionName).toBe('aggregate3');
        expect(args).toEqual([
          calls.map(({ target, data }) => ({ target, allowFailure: true, callData: data })),
        ]);
      }),
    );
  });
});

describe('decodeAggregate', () => {
  const results = fc.array(fc.record({ success: fc.boolean(), returnData: bytes }));

  it('reads what a general ABI coder writes', () => {
    fc.assert(
      fc.property(results, (list) => {
        expect(decodeAggregate(resultOf(list), list.length)).toEqual(
          list.map(({ success, returnData }) => (success ? returnData : null)),
        );
      }),
    );
  });

  it('refuses another number of answers, and answers that were cut off', () => {
    fc.assert(
      fc.property(results, fc.nat(), (list, random) => {
        const answer = resultOf(list);
        expect(() => decodeAggregate(answer, list.length + 1)).toThrow(ChainError);
        const used = answer.replace(/0{0,62}$/, '').length;
        const cut = answer.slice(0, 2 + (random % (used - 2))) as Hex;
        const decoded = () => decodeAggregate(cut, list.length);
        if (cut.length < used - 64) expect(decoded).toThrow(ChainError);
      }),
    );
  });

  it.each<Hex>(['0x', '0x00', `0x${'f'.repeat(640)}`, `0x${'z'.repeat(640)}`])(
    'refuses nonsense: %s',
    (answer) => {
      expect(() => decodeAggregate(answer, 1)).toThrow(ChainError);
    },
  );
});
