import { decodeFunctionData } from 'viem';
import { describe, expect, it } from 'vitest';
import { clearingHouseCustodyAbi as abi } from '#contracts-abi/abis/clearing-house-custody.ts';
import { sampleChoice } from '#scripts/testing/sample-choices.ts';
import { encodeDeposit } from './encode-deposit.ts';

const clearingHouse = `0x${'cc'.repeat(20)}` as const;
const word = `0x${'11'.repeat(32)}` as const;
const permit = { value: 5n, deadline: 99n, v: 28, r: word, s: word } as const;

const encode = (symbol: string, signed: typeof permit | null) =>
  encodeDeposit({ choice: sampleChoice(symbol), amount: 5n }, { clearingHouse, permit: signed });

describe('the transaction of a deposit', () => {
  it('of native LUX carries it', () => {
    const { to, value, data } = encode('LUX', null);
    expect({ to, value }).toEqual({ to: clearingHouse, value: 5n });
    expect(decodeFunctionData({ abi, data }).functionName).toBe('depositNative');
  });

  it('of a token names it and the amount, and carries nothing', () => {
    const { value, data } = encode('WLUX', null);
    expect(value).toBe(0n);
    expect(decodeFunctionData({ abi, data })).toEqual({
      functionName: 'deposit',
      args: [sampleChoice('WLUX').token.address, 5n],
    });
  });

  it('hands the signed permission on', () => {
    expect(decodeFunctionData({ abi, data: encode('LUSD', permit).data })).toEqual({
      functionName: 'depositWithPermit',
      args: [sampleChoice('LUSD').token.address, 5n, 99n, 28, word, word],
    });
  });
});
