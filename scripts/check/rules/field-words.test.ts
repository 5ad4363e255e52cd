import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { fieldWords } from './field-words.ts';

const lines = (text: string) => sourceFindingLines(fieldWords, { path: 'lib/a.ts', text });

describe('field-words', () => {
  it('objects to spellings that the glossary does not have', () => {
    expect(lines('export const cancelledOrders = 1;')).toEqual([1]);
    expect(lines('export type OrderCancelled = { wasCancelled: boolean };')).toEqual([1, 1]);
    expect(lines('export const orderbook = 1;')).toEqual([1]);
  });

  it('accepts the field’s words, and the wire’s strings', () => {
    const text =
      "export const canceled = 'cancelled';\nexport const orderBook = 'orderbook:BTC-USDT';";
    expect(lines(text)).toEqual([]);
  });
});
