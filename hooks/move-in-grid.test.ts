import { describe, expect, it } from 'vitest';
import { moveInGrid } from './move-in-grid.ts';

const rows = ['abc', 'abc', 'abc'];
const move = (row: number, column: number, key: string, ctrlKey = false) =>
  moveInGrid({ row, column }, { key, ctrlKey, rows });

describe('moveInGrid', () => {
  it('moves by a cell', () => {
    expect(move(1, 1, 'ArrowUp')).toEqual({ row: 0, column: 1 });
    expect(move(1, 1, 'ArrowDown')).toEqual({ row: 2, column: 1 });
    expect(move(1, 1, 'ArrowLeft')).toEqual({ row: 1, column: 0 });
    expect(move(1, 1, 'ArrowRight')).toEqual({ row: 1, column: 2 });
  });

  it('stays inside', () => {
    expect(move(0, 0, 'ArrowUp')).toBeNull();
    expect(move(2, 2, 'ArrowDown')).toBeNull();
    expect(move(0, 0, 'ArrowLeft')).toBeNull();
    expect(move(2, 2, 'ArrowRight')).toBeNull();
  });

  it('goes to the ends of a row, of the column, of the grid', () => {
    expect(move(1, 1, 'Home')).toEqual({ row: 1, column: 0 });
    expect(move(1, 1, 'End')).toEqual({ row: 1, column: 2 });
    expect(move(1, 1, 'PageDown')).toEqual({ row: 2, column: 1 });
    expect(move(1, 1, 'Home', true)).toEqual({ row: 0, column: 0 });
    expect(move(1, 1, 'End', true)).toEqual({ row: 2, column: 2 });
  });

  it('leaves other keys alone', () => {
    expect(move(1, 1, 'Enter')).toBeNull();
    expect(move(1, 1, 'toString')).toBeNull();
  });
});
