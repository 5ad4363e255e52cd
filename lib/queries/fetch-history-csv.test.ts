import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchHistoryCsv } from './fetch-history-csv.ts';

type Answer = {
  readonly status?: number;
  readonly next?: string;
  readonly body: string;
};

let server: Server | null = null;

afterEach(() => {
  server?.close().closeAllConnections();
  server = null;
});

/** A sidecar that answers in turn, and what it was asked. */
async function serving(answers: Answer[]) {
  const asked: { url: string; accept: string; authorization: string }[] = [];
  const listening = createServer(({ url = '', headers }, response) => {
    const { accept = '', authorization = '' } = headers;
    asked.push({ url, accept, authorization });
    const { status = 200, next, body } = answers.shift() ?? { body: '' };
    response.statusCode = status;
    if (next !== undefined) response.setHeader('x-next-cursor', next);
    response.end(body);
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has a port');
  return { asked, sidecarUrl: `http://127.0.0.1:${address.port}` };
}

const limited = '{"error":"gateway/rate-limited","message":"Too many."}';

describe('fetchHistoryCsv', () => {
  it('joins all pages under one header', async () => {
    const { asked, sidecarUrl } = await serving([
      { body: 'id,price\r\n3,1\r\n2,1\r\n', next: 'c2' },
      { body: 'id,price\r\n1,1\r\n' },
    ]);
    const text = await fetchHistoryCsv({ sidecarUrl, token: 't', list: 'fills', symbol: 'A-B' });
    expect(text).toBe('id,price\r\n3,1\r\n2,1\r\n1,1\r\n');
    expect(asked).toEqual([
      {
        url: '/v1/fills?limit=500&symbol=A-B',
        accept: 'text/csv',
        authorization: 'Bearer t',
      },
      {
        url: '/v1/fills?limit=500&symbol=A-B&cursor=c2',
        accept: 'text/csv',
        authorization: 'Bearer t',
      },
    ]);
  });

  it('asks for orders that have ended, of all markets', async () => {
    const { asked, sidecarUrl } = await serving([{ body: 'id\r\n' }]);
    const request = { sidecarUrl, token: 't', list: 'orders', symbol: null } as const;
    expect(await fetchHistoryCsv(request)).toBe('id\r\n');
    expect(asked[0]?.url).toBe('/v1/orders?status=closed&limit=500');
  });

  it('pauses where it was too fast, and goes on with the same page', async () => {
    const { asked, sidecarUrl } = await serving([
      { body: 'id\r\n2\r\n', next: 'c2' },
      { status: 429, body: limited },
      { body: 'id\r\n1\r\n' },
    ]);
    const pauses: number[] = [];
    const request = { sidecarUrl, token: 't', list: 'fills', symbol: null } as const;
    const text = await fetchHistoryCsv(request, (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    });
    expect(text).toBe('id\r\n2\r\n1\r\n');
    expect(pauses).toHaveLength(1);
    expect(asked[1]?.url).toBe(asked[2]?.url);
  });

  it('tells at once when not even the first page is given', async () => {
    const { sidecarUrl } = await serving([{ status: 429, body: limited }]);
    const request = { sidecarUrl, token: 't', list: 'fills', symbol: null } as const;
    await expect(fetchHistoryCsv(request)).rejects.toMatchObject({ code: 'gateway/rate-limited' });
  });

  it('gives nothing rather than a part when a later page fails', async () => {
    const { sidecarUrl } = await serving([
      { body: 'id\r\n2\r\n', next: 'c2' },
      { status: 401, body: '{"error":"auth/session-expired","message":"Over."}' },
    ]);
    const request = { sidecarUrl, token: 't', list: 'fills', symbol: null } as const;
    await expect(fetchHistoryCsv(request)).rejects.toMatchObject({ code: 'auth/session-expired' });
  });
});
