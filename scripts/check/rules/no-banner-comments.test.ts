import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { noBannerComments } from './no-banner-comments.ts';

const lines = (text: string) => sourceFindingLines(noBannerComments, { path: 'lib/a.ts', text });

describe('no-banner-comments', () => {
  it('objects to lines of dashes, stars and the like', () => {
    expect(lines('const a = 1;\n// ------ helpers ------')).toEqual([2]);
    expect(lines('/******** a ********/')).toEqual([1]);
    expect(lines('//////////')).toEqual([1]);
    expect(lines('// =====================')).toEqual([1]);
  });

  it('accepts TSDoc, dashes in prose and strings', () => {
    expect(lines("/** What it is -- and why. */\nexport const line = '----------';")).toEqual([]);
  });
});
