import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy, strictTransportSecurity } from './security-headers.ts';

const config = {
  rpcUrl: 'https://rpc.example/ext/bc/C/rpc',
  sidecarUrl: 'https://dex.example',
  sidecarWsUrl: 'wss://dex.example/ws',
};

function directives(developmentServer = false): ReadonlyMap<string, readonly string[]> {
  const policy = contentSecurityPolicy({ nonce: 'abc123', config, developmentServer });
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values];
    }),
  );
}

describe('contentSecurityPolicy', () => {
  it('runs only scripts that carry the nonce, and what they load', () => {
    expect(directives().get('script-src')).toEqual(["'nonce-abc123'", "'strict-dynamic'"]);
  });

  it('allows neither inline code nor evaluation anywhere', () => {
    const values = [...directives().values()].flat();
    expect(values).not.toContain("'unsafe-inline'");
    expect(values).not.toContain("'unsafe-eval'");
    expect(values).not.toContain('*');
  });

  it('connects to itself, the RPC and the sidecar, and to nobody else', () => {
    expect(directives().get('connect-src')).toEqual([
      "'self'",
      'https://rpc.example',
      'https://dex.example',
      'wss://dex.example',
    ]);
  });

  it('names an origin once when RPC and sidecar share it', () => {
    const shared = { ...config, rpcUrl: 'https://dex.example/rpc' };
    const policy = contentSecurityPolicy({ nonce: 'n', config: shared, developmentServer: false });
    expect(policy.match(/https:\/\/dex\.example/g)).toHaveLength(1);
  });

  it('forbids what is not named, frames around it, plugins and another base', () => {
    const policy = directives();
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('base-uri')).toEqual(["'none'"]);
    expect(policy.get('form-action')).toEqual(["'self'"]);
  });

  it('loosens scripts and styles for the development server alone', () => {
    expect(directives(true).get('script-src')).toContain("'unsafe-eval'");
    expect(directives(true).get('style-src')).toContain("'unsafe-inline'");
    expect(directives(true).get('connect-src')).toEqual(directives().get('connect-src'));
  });
});

describe('strictTransportSecurity', () => {
  it('pins public networks to HTTPS and leaves the local one alone', () => {
    expect(strictTransportSecurity({ network: 'lux' })).toMatch(
      /^max-age=\d{8}; includeSubDomains/,
    );
    expect(strictTransportSecurity({ network: 'local' })).toBeUndefined();
  });
});
