import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { errorClassesLast } from './error-classes-last.ts';

const lines = (text: string, path = 'lib/domain/fee.ts') =>
  sourceFindingLines(errorClassesLast, { path, text });

describe('error-classes-last', () => {
  it('objects to an error class above a function', () => {
    expect(lines('export class FeeError extends Error {}\nexport function fee() {}')).toEqual([1]);
    expect(lines('class TooHigh extends FeeError {}\nfunction fee() {}')).toEqual([1]);
  });

  it('accepts error classes last, and other classes anywhere', () => {
    expect(lines('export function fee() {}\nexport class FeeError extends Error {}')).toEqual([]);
    expect(lines('export class Book {}\nexport function fee() {}')).toEqual([]);
  });

  it('accepts the error that a file is about first', () => {
    const text = 'export class FeeError extends Error {}\nexport function explain() {}';
    expect(lines(text, 'lib/domain/fee-error.ts')).toEqual([]);
  });
});
