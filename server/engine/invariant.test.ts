import { describe, expect, it } from 'vitest';
import { InvariantError, invariant } from './invariant.ts';

describe('invariant', () => {
  it('lets pass what holds', () => {
    expect(() => invariant(true, 'something')).not.toThrow();
  });

  it('throws an error of its own kind for what does not', () => {
    expect(() => invariant(false, 'something')).toThrow(new InvariantError('something'));
    expect(new InvariantError('something').name).toBe('InvariantError');
  });
});
