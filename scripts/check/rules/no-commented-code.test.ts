import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { noCommentedCode } from './no-commented-code.ts';

const lines = (text: string) => sourceFindingLines(noCommentedCode, { path: 'lib/a.tsx', text });

describe('no-commented-code', () => {
  it.each([
    '// const price = 1;',
    '// console.log(price);',
    '// price = next;',
    '// return price;',
    "// import { a } from './a.ts';",
    '// if (price > 1) {\n//   stop();\n// }',
    '/* export function old() { return 1; } */',
    '// await settle(batch);',
    '// for (const a of b) c(a);',
  ])('objects to %s', (text) => {
    expect(lines(text)).toEqual([1]);
  });

  it.each([
    '// The price of one tick.',
    '// notional = ticks * lots * k',
    '// mulDivDown(a, b, c) rounds against the user',
    '// units: ticks',
    '// Nothing',
    '// see UniswapV2Library.getAmountOut',
    '// a, b',
    '// Return the change; the caller asked for it.',
    '/** ```ts\n * const a = 1;\n * ``` */',
    '// (1) first, (2) second',
  ])('accepts %s', (text) => {
    expect(lines(text)).toEqual([]);
  });

  it('reads comments that belong together together', () => {
    const text = ['const a = 1; // one', '', '// if (a) {', '//   b();', '// }'].join('\n');
    expect(lines(text)).toEqual([3]);
  });
});
