import { describe, expect, it } from 'vitest';
import { sameProps } from './same-props.ts';

const act = () => undefined;

describe('sameProps', () => {
  it.each([
    [
      { a: 1, act },
      { a: 1, act },
    ],
    [{ field: { text: 'x', problem: null } }, { field: { text: 'x', problem: null } }],
    [{ lines: [{ id: 'a', value: '1' }] }, { lines: [{ id: 'a', value: '1' }] }],
  ])('sees that %o says the same', (before, after) => {
    expect(sameProps(before, after)).toBe(true);
  });

  it.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: 1 }],
    [{ field: { text: 'x' } }, { field: { text: 'y' } }],
    [{ field: null }, { field: { text: 'y' } }],
    [{ lines: [{ id: 'a', value: '1' }] }, { lines: [{ id: 'a', value: '2' }] }],
    [{ lines: [] }, { lines: [{ id: 'a' }] }],
    [{ act }, { act: () => undefined }],
    [{ deep: { deep: { deep: { deep: 1 } } } }, { deep: { deep: { deep: { deep: 1 } } } }],
  ])('does not take %o for %o', (before, after) => {
    expect(sameProps(before, after)).toBe(false);
  });
});
