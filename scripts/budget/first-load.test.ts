import { createServer, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { FirstLoadError, firstLoad } from './first-load.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function serving(pages: Readonly<Record<string, string>>): Promise<string> {
  const server = createServer((request, response) => {
    const page = pages[request.url ?? ''];
    response.statusCode = page === undefined ? 404 : 200;
    response.end(page);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the server has a port');
  return `http://127.0.0.1:${address.port}`;
}

describe('firstLoad', () => {
  it('sums the compressed scripts of a page, largest first', async () => {
    const origin = await serving({
      '/': '<script src="/small.js"></script><script src="/large.js"></script>',
      '/small.js': 'a',
      '/large.js': Array.from({ length: 2_000 }, (_, index) => String(index)).join(';'),
    });
    const { bytes, scripts } = await firstLoad(origin, '/');
    expect(scripts.map(({ url }) => new URL(url).pathname)).toEqual(['/large.js', '/small.js']);
    expect(bytes).toBe(scripts.reduce((sum, script) => sum + script.bytes, 0));
    expect(scripts[0]?.bytes).toBeLessThan(9_000);
  });

  it('refuses a page without scripts, and one whose script is not served', async () => {
    const origin = await serving({ '/': 'down', '/broken': '<script src="/gone.js"></script>' });
    await expect(firstLoad(origin, '/')).rejects.toThrow(FirstLoadError);
    await expect(firstLoad(origin, '/broken')).rejects.toThrow('answered 404');
  });
});
