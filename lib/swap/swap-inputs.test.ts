import { describe, expect, it } from 'vitest';
import { LUX, type Token } from '#lib/domain/currency.ts';
import {
  flipped,
  type SwapInputs,
  swapRequest,
  typedAmount,
  withAmount,
  withCurrency,
} from './swap-inputs.ts';

const LUSD: Token = {
  kind: 'token',
  address: '0x2000000000000000000000000000000000000002',
  symbol: 'LUSD',
  name: 'Lux Dollar',
  decimals: 6,
  permit: true,
};
const LETH: Token = {
  ...LUSD,
  address: '0x3000000000000000000000000000000000000003',
  symbol: 'LETH',
  decimals: 18,
};
const inputs: SwapInputs = { pay: LUX, receive: LUSD, exact: 'pay', text: '1.5' };

describe('swap inputs', () => {
  it('makes the side that is typed in the exact one', () => {
    expect(withAmount(inputs, { side: 'receive', text: '20' })).toEqual({
      ...inputs,
      exact: 'receive',
      text: '20',
    });
  });

  it('keeps the typed amount with its token when turned round', () => {
    expect(flipped(inputs)).toEqual({ pay: LUSD, receive: LUX, exact: 'receive', text: '1.5' });
    expect(flipped(flipped(inputs))).toEqual(inputs);
  });

  it('turns round when the other side’s token is chosen', () => {
    expect(withCurrency(inputs, { side: 'pay', currency: LUSD })).toEqual(flipped(inputs));
    expect(withCurrency(inputs, { side: 'receive', currency: LUX })).toEqual(flipped(inputs));
    expect(withCurrency(inputs, { side: 'receive', currency: LETH })).toEqual({
      ...inputs,
      receive: LETH,
    });
    expect(withCurrency(inputs, { side: 'pay', currency: LETH })).toEqual({ ...inputs, pay: LETH });
  });

  it('reads the amount in the units of the exact side', () => {
    expect(typedAmount(inputs)).toEqual({ kind: 'amount', amount: 15n * 10n ** 17n });
    expect(typedAmount(withAmount(inputs, { side: 'receive', text: '1.5' }))).toEqual({
      kind: 'amount',
      amount: 1_500_000n,
    });
  });

  it.each<[string, Partial<SwapInputs>]>([
    ['no amount', { text: '' }],
    ['zero', { text: '0.0' }],
    ['a refused amount', { text: '1,5' }],
    ['no token to pay', { pay: null }],
    ['no token to receive', { receive: null }],
    ['one token on both sides', { receive: LUX }],
  ])('asks nothing with %s', (_, change) => {
    expect(swapRequest({ ...inputs, ...change })).toBeNull();
  });

  it('asks for the typed amount once everything is there', () => {
    expect(swapRequest(inputs)).toEqual({
      pay: LUX,
      receive: LUSD,
      exact: 'pay',
      amount: 15n * 10n ** 17n,
    });
  });
});
