import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchAnswer } from './fetch-answer.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server that answers every request the same way; its address. */
async function serving(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => answer(response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has a port');
  return `http://127.0.0.1:${address.port}`;
}

const decode = (value: unknown) => JSON.stringify(value);

describe('fetchAnswer', () => {
  it('hands numbers to the decoder as they were written', async () => {
    const url = await serving((response) => response.end('{"price":67421.50}'));
    expect(await fetchAnswer(url, { decode })).toBe('{"price":67421.50}');
  });

  it('passes on the code of an error that the sidecar answers', async () => {
    const url = await serving((response) => {
      response.statusCode = 404;
      response.end('{"error":"gateway/unknown-symbol","message":"No market has this symbol."}');
    });
    await expect(fetchAnswer(url, { decode })).rejects.toMatchObject({
      name: 'RequestError',
      code: 'gateway/unknown-symbol',
      message: 'No market has this symbol.',
    });
  });

  it('tells an answer of another form from no answer', async () => {
    const proxied = await serving((response) => {
      response.statusCode = 502;
      response.end('<html>Bad gateway</html>');
    });
    const code = { code: 'client/bad-answer' };
    await expect(fetchAnswer(proxied, { decode })).rejects.toMatchObject(code);
    const html = await serving((response) => response.end('<html>'));
    await expect(fetchAnswer(html, { decode })).rejects.toMatchObject(code);
    await expect(fetchAnswer('http://127.0.0.1:1', { decode })).rejects.toMatchObject({
      code: 'client/unreachable',
    });
  });

  it('gives up on a sidecar that does not answer', async () => {
    const url = await serving(() => undefined);
    await expect(fetchAnswer(url, { decode, timeoutMs: 20 })).rejects.toMatchObject({
      code: 'client/unreachable',
    });
  });

  it('throws the reason of whoever ended it', async () => {
    const url = await serving(() => undefined);
    const ending = new AbortController();
    const answer = fetchAnswer(url, { decode, signal: ending.signal });
    ending.abort(new Error('no longer wanted'));
    await expect(answer).rejects.toThrow('no longer wanted');
  });
});
