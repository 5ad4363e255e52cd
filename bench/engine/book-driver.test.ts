import { describe, expect, it } from 'vitest';
import { BookDriver } from './book-driver.ts';
import { FillLog } from './fill-log.ts';
import { generateWorkload } from './workload.ts';

const small = { count: 20_000, seed: 5, live: 2_000 } as const;

describe('BookDriver', () => {
  it.each([
    ['near the market', { ...small, profile: 'base', ids: 'dense' }],
    ['far from it', { ...small, profile: 'wide', ids: 'dense' }],
    ['with scrambled ids', { ...small, profile: 'base', ids: 'scrambled' }],
  ] as const)('makes the same fills and book as the naive book, %s', (_, options) => {
    const { stream, outcome } = generateWorkload(options);
    const driver = new BookDriver({ fills: new FillLog(outcome.fills), capacity: 64 });
    driver.on(stream).run(0, stream.count);
    expect(driver.outcome()).toEqual(outcome);
    expect(driver.live).toBe(outcome.live);
  });
});
