import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { noDoubleAssertions } from './no-double-assertions.ts';

const lines = (text: string) => sourceFindingLines(noDoubleAssertions, { path: 'lib/a.ts', text });

describe('no-double-assertions', () => {
  it('objects to asserting twice', () => {
    expect(lines('export const a = 1 as unknown as string;')).toEqual([1]);
    expect(lines('export const a = (text as never as Order).id;')).toEqual([1]);
  });

  it('accepts one assertion, and as const', () => {
    expect(lines('export const a = [1] as const;\nexport const b = text as Address;')).toEqual([]);
  });
});
