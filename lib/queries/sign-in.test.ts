import { createServer, type Server } from 'node:http';
import { parseSiweMessage } from 'viem/siwe';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeNonceResponse } from '#lib/protocol/rest/sign-in.ts';
import { revokeAgent } from './revoke-agent.ts';
import { signIn } from './sign-in.ts';

const address = `0x${'1'.repeat(40)}` as const;
const signature = `0x${'2'.repeat(130)}` as const;
const nowMs = Date.UTC(2026, 2, 9);

let server: Server | null = null;

afterEach(() => {
  server?.close().closeAllConnections();
  server = null;
});

type Asked = { readonly what: string; readonly authorization: string; readonly body: string };

/** A sidecar that answers each path in one way, and what it was asked. */
async function serving(answers: Readonly<Record<string, unknown>>) {
  const asked: Asked[] = [];
  const listening = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const body = (await request.toArray()).join('');
    asked.push({ what: `${method} ${url}`, authorization: headers.authorization ?? '', body });
    response.end(JSON.stringify(answers[url ?? '']));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const at = listening.address();
  if (typeof at !== 'object' || at === null) throw new Error('the server has a port');
  return { asked, sidecarUrl: `http://127.0.0.1:${at.port}` };
}

describe('signIn', () => {
  it('has the wallet sign what the exchange asked for, as this page, and brings its token', async () => {
    const nonce = encodeNonceResponse({
      nonce: 'abcdefgh12345678',
      statement: 'Sign in to the exchange.',
      chainId: 1337,
      origins: ['http://localhost:3000'],
      issuedMs: nowMs,
      expiresMs: nowMs + 1,
    });
    const { asked, sidecarUrl } = await serving({
      '/v1/auth/nonce': nonce,
      '/v1/auth/login': { token: 'jwt', user_id: address, expires_at: nowMs + 9 },
    });
    const signed: string[] = [];
    const origin = 'http://localhost:3000';
    const answer = await signIn({
      sidecarUrl,
      address,
      origin,
      nowMs,
      signMessage: (message) => {
        signed.push(message);
        return Promise.resolve(signature);
      },
    });
    expect(answer).toEqual({ token: 'jwt', address, expiresMs: nowMs + 9 });
    expect(parseSiweMessage(signed[0] ?? '')).toMatchObject({
      domain: 'localhost:3000',
      address,
      uri: origin,
      chainId: 1337,
      nonce: 'abcdefgh12345678',
      statement: 'Sign in to the exchange.',
      issuedAt: new Date(nowMs),
    });
    expect(JSON.parse(asked[1]?.body ?? '')).toEqual({ message: signed[0], signature });
  });
});

describe('revokeAgent', () => {
  it('removes the key at its address, as whoever has the token', async () => {
    const { asked, sidecarUrl } = await serving({
      [`/v1/agents/${address}`]: { address, seq: 1, timestamp: nowMs },
    });
    expect(await revokeAgent({ sidecarUrl, token: 'jwt', address })).toBe(address);
    const what = `DELETE /v1/agents/${address}`;
    expect(asked).toEqual([{ what, authorization: 'Bearer jwt', body: '' }]);
  });
});
