import { type NextRequest, NextResponse } from 'next/server';
import { readNetworkConfig } from '#lib/env/read-network-config.ts';
import { contentSecurityPolicy, strictTransportSecurity } from '#lib/env/security-headers.ts';

/**
 * Gives every page its own nonce and the policy that names it. Next reads the nonce from the request's
 * policy and puts it on each script that it writes.
 */
export function proxy(request: NextRequest): NextResponse {
  const config = readNetworkConfig();
  const policy = contentSecurityPolicy({
    nonce: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64'),
    config,
    developmentServer: process.env.NODE_ENV === 'development',
  });
  const headers = new Headers(request.headers);
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  const transport = strictTransportSecurity(config);
  if (transport !== undefined) response.headers.set('Strict-Transport-Security', transport);
  return response;
}

/** Every address but the build's own files, which never are documents. */
export const config = { matcher: '/((?!_next/static/).*)' };
