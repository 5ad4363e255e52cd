import { describe, expect, it } from 'vitest';
import { LUX, type Token } from '#lib/domain/currency.ts';
import { type LinkParameters, readSwapLink, swapLink } from './swap-link.ts';

const WLUX = token('1', 'WLUX', 18);
const LUSD = token('2', 'LUSD', 6);
const TWIN = token('3', 'TWIN', 18);
const TWIN_TOO = token('4', 'TWIN', 18);
const tokens = [WLUX, LUSD, TWIN, TWIN_TOO];

function token(digit: string, symbol: string, decimals: number): Token {
  const address = `0x${digit.repeat(40)}` as const;
  return { kind: 'token', address, symbol, name: symbol, decimals, permit: false };
}

describe('readSwapLink', () => {
  it('reads tokens, amount and side', () => {
    expect(readSwapLink({ from: 'LUX', to: 'LUSD', amount: '1' }, tokens)).toEqual({
      pay: LUX,
      receive: LUSD,
      exact: 'pay',
      text: '1',
      unlisted: [],
      notices: [],
    });
    const exactOut = { from: 'lusd', to: WLUX.address, amount: '2.5', exact: 'receive' };
    expect(readSwapLink(exactOut, tokens)).toMatchObject({
      pay: LUSD,
      receive: WLUX,
      exact: 'receive',
      text: '2.5',
      notices: [],
    });
  });

  it('is empty without parameters and silent about foreign ones', () => {
    expect(readSwapLink({ utm_source: 'x', to: '' }, tokens)).toEqual({
      pay: null,
      receive: null,
      exact: 'pay',
      text: '',
      unlisted: [],
      notices: [],
    });
  });

  it.each<[string, LinkParameters, object]>([
    ['an unknown symbol', { from: 'DOGE' }, { pay: null }],
    ['a symbol of two tokens', { to: 'TWIN' }, { receive: null }],
    ['the same token twice', { from: 'LUSD', to: LUSD.address }, { pay: LUSD, receive: null }],
    ['an amount with a comma', { from: 'LUX', amount: '1,234.5' }, { text: '' }],
    ['an exponent', { from: 'LUX', amount: '1e18' }, { text: '' }],
    ['a negative amount', { from: 'LUX', amount: '-1' }, { text: '' }],
    ['too many decimals', { from: 'LUSD', amount: '0.0000001' }, { text: '' }],
    ['an endless amount', { from: 'LUX', amount: '9'.repeat(5_000) }, { text: '' }],
    ['an amount without its token', { to: 'LUSD', amount: '1' }, { text: '' }],
    ['an unknown side', { exact: 'both' }, { exact: 'pay' }],
    ['a repeated parameter', { from: ['LUX', 'LUSD'] }, { pay: null }],
    ['markup', { from: '<img src=x>' }, { pay: null, unlisted: [] }],
    ['half an address', { from: '0x1234' }, { pay: null, unlisted: [] }],
  ])('ignores %s with a notice', (_, parameters, expected) => {
    const link = readSwapLink(parameters, tokens);
    expect(link).toMatchObject(expected);
    expect(link.notices).toHaveLength(1);
  });

  it('offers unlisted addresses for import, each for its side, and does not choose them', () => {
    const address = `0x${'9'.repeat(40)}`;
    const other = `0x${'8'.repeat(40)}`;
    expect(readSwapLink({ from: 'LUX', to: address }, tokens)).toMatchObject({
      pay: LUX,
      receive: null,
      unlisted: [{ side: 'receive', address }],
      notices: [],
    });
    expect(readSwapLink({ from: address, to: other }, tokens)).toMatchObject({
      pay: null,
      receive: null,
      unlisted: [
        { side: 'pay', address },
        { side: 'receive', address: other },
      ],
    });
  });
});

describe('swapLink', () => {
  it.each([
    ['/swap', { pay: null, receive: null, exact: 'pay', text: '' }],
    ['/swap?from=LUX&to=LUSD&amount=1.5', { pay: LUX, receive: LUSD, exact: 'pay', text: '1.5' }],
    [
      `/swap?from=${TWIN.address}&to=LUX&amount=2&exact=receive`,
      { pay: TWIN, receive: LUX, exact: 'receive', text: '2' },
    ],
  ] as const)('writes %s, which reads back the same', (href, link) => {
    expect(swapLink(link, tokens)).toBe(href);
    const query = new URLSearchParams(href.split('?')[1]);
    expect(readSwapLink(Object.fromEntries(query), tokens)).toMatchObject(link);
  });
});
