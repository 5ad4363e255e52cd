import { describe, expect, it } from 'vitest';
import { currencyKey, LUX } from '#lib/domain/currency.ts';
import { LETH, LUSD } from '#scripts/testing/sample-swap.ts';
import { accountOf } from './account-of.ts';

const ME = '0x00000000000000000000000000000000000000a1';
const SOMEBODY = '0x00000000000000000000000000000000000000b2';

const wallet = {
  status: 'connected',
  address: ME,
  chainId: 1337,
  walletName: 'Test',
  isDemo: false,
} as const;

const holdings = {
  owner: ME,
  balances: new Map([[currencyKey(LUX), 5n]]),
  allowances: new Map([[currencyKey(LUSD), 7n]]),
  isContract: true,
} as const;

const given = { wallet, chainId: 1337, holdings, inputs: { pay: LUSD } };

describe('accountOf', () => {
  it('joins the wallet with what was read of it', () => {
    expect(accountOf(given)).toEqual({
      kind: 'connected',
      address: ME,
      onRightNetwork: true,
      balances: holdings.balances,
      allowance: 7n,
      isContract: true,
    });
  });

  it.each([
    ['LUX, which needs none', LUX, 0n],
    ['a token that does not answer', LETH, 0n],
    ['no token', null, 0n],
  ])('has an allowance of zero for %s', (_, pay, allowance) => {
    expect(accountOf({ ...given, inputs: { pay } })).toMatchObject({ allowance });
  });

  it('knows nothing of an account whose holdings were not read yet', () => {
    const unknown = { balances: new Map(), allowance: null, isContract: false };
    expect(accountOf({ ...given, holdings: null })).toMatchObject(unknown);
    const others = { ...holdings, owner: SOMEBODY } as const;
    expect(accountOf({ ...given, holdings: others })).toMatchObject(unknown);
  });

  it('tells the wrong network, a wallet that is asked and none at all', () => {
    expect(accountOf({ ...given, chainId: 96369 })).toMatchObject({ onRightNetwork: false });
    const asked = { status: 'connecting', restoring: false } as const;
    expect(accountOf({ ...given, wallet: asked })).toEqual({
      kind: 'connecting',
      restoring: false,
    });
    const none = { status: 'disconnected' } as const;
    expect(accountOf({ ...given, wallet: none })).toEqual({ kind: 'disconnected' });
  });
});
