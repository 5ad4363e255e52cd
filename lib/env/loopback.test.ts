import { describe, expect, it } from 'vitest';
import { isLoopbackUrl } from './loopback.ts';

describe('isLoopbackUrl', () => {
  it.each([
    'http://localhost:8545',
    'http://127.0.0.1:8545',
    'http://127.255.0.9',
    'http://[::1]:8545',
    'http://[0:0:0:0:0:0:0:1]',
    'http://0x7f.1:8545',
    'https://LOCALHOST/ext/bc/C/rpc',
    'ws://localhost:8081',
  ])('leads %s to this machine', (url) => {
    expect(isLoopbackUrl(url)).toBe(true);
  });

  it.each([
    'https://api.lux.network/ext/bc/C/rpc',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://evil.example/localhost',
    'http://localhost@evil.example',
    'http://0.0.0.0:8545',
    'http://192.168.0.1',
    'http://[::ffff:8.8.8.8]',
    'http://[::]',
    'localhost:8545',
    '',
    'nonsense',
  ])('leads %j elsewhere', (url) => {
    expect(isLoopbackUrl(url)).toBe(false);
  });
});
