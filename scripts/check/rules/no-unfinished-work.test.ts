import { describe, expect, it } from 'vitest';
import { textFindingLines } from '../finding-lines.ts';
import { noUnfinishedWork } from './no-unfinished-work.ts';

const lines = (path: string, text: string) => textFindingLines(noUnfinishedWork, { path, text });

/** Put together here, so that this file passes the rule it tests. */
const words = {
  todo: ['TO', 'DO'].join(''),
  fixme: ['FIX', 'ME'].join(''),
  confession: ['not', 'implemented'].join(' '),
};

describe('no-unfinished-work', () => {
  it('objects to marks for later in code, contracts, styles and documents', () => {
    expect(lines('lib/a.ts', `const a = 1;\n// ${words.todo}: faster`)).toEqual([2]);
    expect(lines('contracts/src/A.sol', `// ${words.fixme}`)).toEqual([1]);
    expect(lines('app/globals.css', `/* ${words.todo} */`)).toEqual([1]);
    expect(lines('README.md', `It is ${words.confession}.`)).toEqual([1]);
    expect(lines('lib/a.ts', `throw new Error('${words.confession.toUpperCase()}');`)).toEqual([1]);
  });

  it('accepts words that merely contain one', () => {
    expect(lines('lib/a.ts', `const ${words.todo}LIST = 'mastodon';`)).toEqual([]);
    expect(lines('components/input.tsx', '<input placeholder="0.0" />')).toEqual([]);
  });
});
