import { keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { readArtifact } from './read-artifact.ts';
import { tickRange, V3_INIT_CODE_HASH } from './v3-pool-step.ts';

describe('V3_INIT_CODE_HASH', () => {
  it('is the hash of the committed pool artifact', () => {
    expect(keccak256(readArtifact('uniswap-v3-pool'))).toBe(V3_INIT_CODE_HASH);
  });
});

describe('tickRange', () => {
  it.each([
    { tick: 0, halfWidthTicks: 198, spacing: 10, range: [-200, 200] },
    { tick: 7, halfWidthTicks: 198, spacing: 60, range: [-240, 240] },
    { tick: -195_123, halfWidthTicks: 198, spacing: 200, range: [-195_400, -194_800] },
    { tick: 200, halfWidthTicks: 200, spacing: 200, range: [0, 400] },
  ])('around $tick covers $halfWidthTicks ticks either way', ({ range, ...input }) => {
    expect(tickRange(input)).toEqual(range);
  });
});
