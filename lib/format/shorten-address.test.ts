import { describe, expect, it } from 'vitest';
import { shortenAddress } from './shorten-address.ts';

describe('shortenAddress', () => {
  it('leaves the middle out', () => {
    expect(shortenAddress('0x52c84043cd9c865236f11d9fc9f56aa003c1f922')).toBe('0x52c8…f922');
    expect(shortenAddress('0x52c84043cd9c865236f11d9fc9f56aa003c1f922', 6)).toBe('0x52c840…c1f922');
  });

  it('keeps what is short already', () => {
    expect(shortenAddress('0x1234')).toBe('0x1234');
  });
});
