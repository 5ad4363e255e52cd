import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';

describe('ConfigurationError', () => {
  it('names every variable, its value and the fix, a line each', () => {
    const error = new ConfigurationError([
      { variable: 'WEB_PORT', value: 'x', fix: 'use a port' },
      { variable: 'RPC_URL', value: undefined, fix: 'set it' },
    ]);
    expect(error.message).toBe(
      'The configuration cannot be used:\n  WEB_PORT is "x": use a port.\n  RPC_URL is not set: set it.',
    );
  });

  it.each([
    ['https://user:hunter2@rpc.example/x', 'hunter2'],
    ['https://rpc.example/v3/0123456789abcdef0123456789abcdef', '0123456789abcdef'],
    ['https://rpc.example/?apikey=hunter2', 'hunter2'],
  ])('hides what is secret in %s', (value, secret) => {
    const { message } = new ConfigurationError([{ variable: 'RPC_URL', value, fix: 'correct it' }]);
    expect(message).not.toContain(secret);
    expect(message).toContain('rpc.example');
  });

  it.each(['JWT_SECRET', 'OPERATOR_PRIVATE_KEY'])(
    'shows nothing of %s, however short',
    (variable) => {
      const { message } = new ConfigurationError([
        { variable, value: 'hunter2', fix: 'use a longer one' },
      ]);
      expect(message).toContain(`${variable} is "***": use a longer one.`);
    },
  );
});
