import { describe, expect, it } from 'vitest';
import { exactNumber } from '#lib/protocol/exact-number.ts';
import { csvOf } from './csv.ts';

describe('csvOf', () => {
  it('writes a header and a line for each row, numbers as their exact texts', () => {
    const rows = [
      { id: 1, price: exactNumber('0.10'), note: null },
      { id: 2, price: exactNumber('-0.5'), note: undefined },
    ];
    expect(csvOf(rows, ['id', 'price', 'note'])).toBe('id,price,note\r\n1,0.10,\r\n2,-0.5,\r\n');
    expect(csvOf([], ['id'])).toBe('id\r\n');
  });

  it('quotes what would end a cell or a line', () => {
    const notes = ['a,b', 'a"b', 'a\r\nb'].map((note) => ({ note }));
    expect(csvOf(notes, ['note'])).toBe('note\r\n"a,b"\r\n"a""b"\r\n"a\r\nb"\r\n');
  });

  it.each(["-2+3+cmd|' /C calc'!A0", '-1-1', '=1+1', '+1', '@x', '-x', '\tx', '-1.'])(
    'gives spreadsheets no formula: %j',
    (note) => {
      expect(csvOf([{ note }], ['note'])).toContain(`'${note}`);
    },
  );

  it('quotes what other spreadsheets end a cell with', () => {
    const notes = ['a;=1+1', 'a\t=1+1', 'a |b'].map((note) => ({ note }));
    expect(csvOf(notes, ['note'])).toBe('note\r\n"a;=1+1"\r\n"a\t=1+1"\r\n"a |b"\r\n');
  });
});
