import { describe, expect, it } from 'vitest';
import { LUX } from '#lib/domain/currency.ts';
import { LETH, LUSD, WLUX } from '#scripts/testing/sample-swap.ts';
import { firstInputs } from './first-inputs.ts';
import { type LinkParameters, readSwapLink } from './swap-link.ts';

const tokens = [WLUX, LUSD, LETH];

describe('firstInputs', () => {
  it.each<[string, LinkParameters, object]>([
    ['nothing asked', {}, { pay: LUX, receive: LUSD, text: '' }],
    ['only what is paid', { from: 'LETH' }, { pay: LETH, receive: null }],
    ['only what is received', { to: 'LETH' }, { pay: LUX, receive: LETH }],
    ['LUX to be received', { to: 'LUX' }, { pay: null, receive: LUX }],
    ['both', { from: 'LUSD', to: 'LUX' }, { pay: LUSD, receive: LUX }],
    [
      'a token to receive and to import',
      { to: `0x${'9'.repeat(40)}` },
      { pay: LUX, receive: null },
    ],
    ['a token to pay and to import', { from: `0x${'9'.repeat(40)}` }, { pay: null, receive: null }],
  ])('%s', (_, parameters, expected) => {
    expect(firstInputs(readSwapLink(parameters, tokens), tokens)).toMatchObject(expected);
  });

  it('leaves the other side open where there is no dollar token', () => {
    const empty = readSwapLink({}, []);
    expect(firstInputs(empty, [])).toMatchObject({ pay: LUX, receive: null });
  });
});
