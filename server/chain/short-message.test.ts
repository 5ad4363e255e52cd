import { createPublicClient, http } from 'viem';
import { describe, expect, it } from 'vitest';
import { shortMessage } from './short-message.ts';

describe('shortMessage', () => {
  it('says what went wrong without the address of the RPC', async () => {
    const transport = http('http://127.0.0.1:9/v3/secret-key', { retryCount: 0 });
    const error = await createPublicClient({ transport })
      .getChainId()
      .catch((reason: unknown) => reason);
    expect(String(error)).toContain('secret-key');
    expect(shortMessage(error)).toMatch(/^HTTP request failed\. ./);
    expect(shortMessage(error)).not.toContain('secret-key');
  });

  it('keeps to the first line of other errors', () => {
    expect(shortMessage(new Error('one\ntwo'))).toBe('one');
    expect(shortMessage('text')).toBe('text');
  });
});
