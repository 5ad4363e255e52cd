import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { noSnapshots } from './no-snapshots.ts';

const lines = (text: string) => sourceFindingLines(noSnapshots, { path: 'lib/a.test.ts', text });

describe('no-snapshots', () => {
  it('objects to snapshots of every kind', () => {
    expect(lines('expect(state).toMatchSnapshot();')).toEqual([1]);
    expect(lines('expect(state).not.toMatchInlineSnapshot(`1`);')).toEqual([1]);
    expect(lines("await expect(text).toMatchFileSnapshot('a.txt');")).toEqual([1]);
  });

  it('accepts assertions that say what they expect', () => {
    expect(
      lines('expect(state).toEqual({ fee: 1 });\nexpect(state).toMatchObject({ fee: 1 });'),
    ).toEqual([]);
  });
});
