import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '#scripts/dev-chain/free-port.ts';
import { checkPorts } from './check-ports.ts';

const servers: Server[] = [];

async function listenOn(host: string): Promise<number> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('the ports that a start needs', () => {
  it('are accepted when nothing listens on them', async () => {
    const port = await freePort();
    await expect(
      checkPorts([{ variable: 'WEB_PORT', port, purpose: 'web application' }]),
    ).resolves.toBeUndefined();
  });

  it.each(['127.0.0.1', '::1', '0.0.0.0'])(
    'are refused when something listens at %s, with its owner and the way out',
    async (host) => {
      const port = await listenOn(host);
      const attempt = checkPorts([{ variable: 'WEB_PORT', port, purpose: 'web application' }]);
      await expect(attempt).rejects.toMatchObject({
        code: 'start/port-taken',
        message: expect.stringMatching(
          new RegExp(
            `^Port ${port} \\(web application, WEB_PORT\\) is taken by process ${process.pid} `,
          ),
        ),
        fix: expect.stringContaining(`WEB_PORT=${port + 1000} npm start`),
      });
    },
  );

  it('are all named when several are taken', async () => {
    const [web, chain] = [await listenOn('127.0.0.1'), await listenOn('127.0.0.1')];
    await expect(
      checkPorts([
        { variable: 'ANVIL_PORT', port: chain, purpose: 'local chain' },
        { variable: 'WEB_PORT', port: web, purpose: 'web application' },
      ]),
    ).rejects.toThrow(new RegExp(`Port ${chain} .*\\nPort ${web} `));
  });

  it('are refused when two parts would share one', async () => {
    await expect(
      checkPorts([
        { variable: 'ANVIL_PORT', port: 9000, purpose: 'local chain' },
        { variable: 'WEB_PORT', port: 9000, purpose: 'web application' },
      ]),
    ).rejects.toMatchObject({ code: 'start/port-twice' });
  });
});
