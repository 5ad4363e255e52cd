import { describe, expect, it, vi } from 'vitest';
import { requestTestFunds } from './request-test-funds.ts';

const ADDRESS = '0x00000000000000000000000000000000000000a1';
const HASH = `0x${'c'.repeat(64)}`;

function faucetAnswers(status: number, body: unknown) {
  const fetched = vi.fn((_url: string, _init: RequestInit) =>
    Promise.resolve(new Response(JSON.stringify(body), { status })),
  );
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

describe('requestTestFunds', () => {
  it('asks for the address and gives the transaction that brings the tokens', async () => {
    const fetched = faucetAnswers(200, { tx_hash: HASH, address: ADDRESS, timestamp: 1 });
    expect(await requestTestFunds('http://localhost:1', ADDRESS)).toEqual({
      kind: 'sent',
      hash: HASH,
    });
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe('http://localhost:1/v1/faucet');
    expect(init).toMatchObject({ method: 'POST', body: JSON.stringify({ address: ADDRESS }) });
  });

  it('hands on why the faucet refuses', async () => {
    const data = { retry_after_ms: 30_000 };
    const refusal = { error: 'faucet/cool-down', message: 'Wait.', data };
    faucetAnswers(429, refusal);
    expect(await requestTestFunds('', ADDRESS)).toEqual({
      kind: 'refused',
      code: 'faucet/cool-down',
      message: 'Wait.',
      retryAfterMs: 30_000,
    });
  });

  it.each([
    ['an answer of another form', () => faucetAnswers(200, { ok: true })],
    ['a page in place of JSON', () => faucetAnswers(502, '<html>')],
    ['no answer', () => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')))],
  ])('takes %s for a faucet that is not there', async (_, prepare) => {
    prepare();
    expect(await requestTestFunds('', ADDRESS)).toMatchObject({
      kind: 'refused',
      code: 'faucet/unreachable',
    });
  });
});
