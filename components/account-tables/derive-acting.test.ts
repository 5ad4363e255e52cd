import { describe, expect, it } from 'vitest';
import { deriveActing } from './derive-acting.ts';

describe('whether an account can act', () => {
  it('can while the connection is live and the key is known', () => {
    expect(deriveActing('live', 'ready')).toEqual({ isStale: false, obstacle: null });
  });

  it('cannot without a connection, and says so', () => {
    expect(deriveActing('offline', 'ready').obstacle).toMatch(/^This device is offline/);
    expect(deriveActing('reconnecting', 'ready').obstacle).toMatch(/^Reconnecting/);
    expect(deriveActing('reconnecting', 'ready').isStale).toBe(true);
  });

  it('dims what is old, but lets it be tried while the connection stands', () => {
    expect(deriveActing('stale', 'ready')).toEqual({ isStale: true, obstacle: null });
  });

  it('waits until the exchange knows the key again', () => {
    expect(deriveActing('live', 'connecting').obstacle).toMatch(/trading key/);
    expect(deriveActing('live', 'refused').obstacle).toMatch(/^Enable trading/);
  });
});
