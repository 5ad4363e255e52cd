import { describe, expect, it } from 'vitest';
import { describeRefusal } from './describe-refusal.ts';

describe('describeRefusal', () => {
  it.each(['auth/agent-expired', 'auth/agent-revoked', 'auth/unknown-agent'])(
    '%s is mended by a new key',
    (code) => {
      expect(describeRefusal({ code, message: 'text of the exchange' })).toMatchObject({
        action: 'enable',
        text: expect.stringContaining('One signature'),
      });
    },
  );

  it('says what the exchange said where nothing is known about it', () => {
    expect(describeRefusal({ code: 'gateway/internal', message: 'Something broke.' })).toEqual({
      title: 'The exchange did not take your trading key',
      text: 'Something broke.',
      action: 'retry',
    });
  });
});
