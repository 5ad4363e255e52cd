import { NextRequest } from 'next/server';
import { describe, expect, it, vi } from 'vitest';
import nextConfig from './next.config.mjs';
import { config, proxy } from './proxy.ts';

const respond = () => proxy(new NextRequest('http://localhost:3000/swap'));

/** The header that Next hands on to the page, in the form in which a proxy's answer carries it. */
const FORWARDED_POLICY = 'x-middleware-request-content-security-policy';

function nonceOf(policy: string | null): string | undefined {
  return /'nonce-([^']+)'/.exec(policy ?? '')?.[1];
}

describe('proxy', () => {
  it('gives every response a nonce of its own, of 128 random bits', () => {
    const nonces = Array.from({ length: 20 }, () =>
      nonceOf(respond().headers.get('Content-Security-Policy')),
    );
    expect(new Set(nonces).size).toBe(20);
    for (const nonce of nonces) expect(Buffer.from(nonce ?? '', 'base64')).toHaveLength(16);
  });

  it('tells the page the policy that the browser gets', () => {
    const { headers } = respond();
    expect(headers.get(FORWARDED_POLICY)).toBe(headers.get('Content-Security-Policy'));
  });

  it('connects to the configured network, read at each request', () => {
    vi.stubEnv('SIDECAR_PORT', '9123');
    vi.stubEnv('RPC_URL', 'http://127.0.0.1:9124');
    const policy = respond().headers.get('Content-Security-Policy');
    expect(policy).toContain(
      "connect-src 'self' http://127.0.0.1:9124 http://localhost:9123 ws://localhost:9123;",
    );
  });

  it('pins a public network to HTTPS, and the local one not', () => {
    expect(respond().headers.has('Strict-Transport-Security')).toBe(false);
    vi.stubEnv('NETWORK', 'lux');
    expect(respond().headers.get('Strict-Transport-Security')).toContain('max-age=63072000');
  });

  it('leaves out nothing but the files of the build', () => {
    const matcher = new RegExp(`^${config.matcher}$`);
    expect(
      ['/', '/swap', '/_next/image', '/_next', '/icon.svg'].every((p) => matcher.test(p)),
    ).toBe(true);
    expect(matcher.test('/_next/static/chunks/a.js')).toBe(false);
  });
});

describe('headers of every address', () => {
  it('forbids sniffing, framing, foreign windows, and devices', async () => {
    const [rule] = (await nextConfig.headers?.()) ?? [];
    expect(rule?.source).toBe('/:path*');
    const headers = new Map(rule?.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('X-Frame-Options')).toBe('DENY');
    expect(headers.get('Referrer-Policy')).toBe('strict-origin-when-cross-origin');
    expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(headers.get('Permissions-Policy')).toContain('camera=()');
    expect(headers.get('Permissions-Policy')).not.toMatch(/=\([^)]/);
  });

  it('does not say what serves it', () => {
    expect(nextConfig.poweredByHeader).toBe(false);
  });
});
