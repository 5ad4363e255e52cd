import { keccak256 } from 'viem';
import { describe, expect, it } from 'vitest';
import { readArtifact } from './read-artifact.ts';
import { V2_INIT_CODE_HASH } from './v2-pool-step.ts';

describe('V2_INIT_CODE_HASH', () => {
  it('is the hash of the committed pair artifact', () => {
    expect(keccak256(readArtifact('uniswap-v2-pair'))).toBe(V2_INIT_CODE_HASH);
  });
});
