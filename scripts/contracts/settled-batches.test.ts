import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BATCHES_FILE, settledBatches } from './settled-batches.ts';

describe('the batches that forge settles', () => {
  it('are what TypeScript signs, encodes and expects now', async () => {
    // When structs, the layout or rounding change: npm run vectors, and forge test.
    expect(JSON.parse(readFileSync(BATCHES_FILE, 'utf8'))).toEqual(
      JSON.parse(await settledBatches()),
    );
  });
});
