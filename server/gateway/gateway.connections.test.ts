import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type StartedGateway, startGateway } from '#scripts/testing/started-gateway.ts';
import { limits } from '../limits.ts';

let started: StartedGateway | null = null;
const connections: Socket[] = [];

async function start(...options: Parameters<typeof startGateway>): Promise<StartedGateway> {
  started = await startGateway(...options);
  return started;
}

afterEach(async () => {
  for (const connection of connections.splice(0)) connection.destroy();
  await started?.gateway.close();
  expect(started?.failures ?? []).toEqual([]);
  started = null;
});

/** A bare connection that sends a text at once; `ended` is all that the server has said. */
function open(url: string, text: string): { connection: Socket; ended: Promise<string> } {
  const connection = connect(Number(new URL(url).port), '127.0.0.1', () => connection.write(text));
  connections.push(connection);
  let answer = '';
  connection.on('data', (bytes) => {
    answer += bytes.toString();
  });
  const ended = new Promise<string>((resolve, reject) => {
    connection.on('close', () => resolve(answer));
    connection.on('error', reject);
  });
  return { connection, ended };
}

const GET = 'GET /healthz HTTP/1.1\r\nHost: x\r\n';
const POST = 'POST /rpc HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';

/** A handshake of a WebSocket, or what is none. */
function upgrade(method: string, key: string, version = '13'): string {
  const headers = [
    `${method} /ws HTTP/1.1`,
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    `Sec-WebSocket-Key: ${key}`,
    `Sec-WebSocket-Version: ${version}`,
  ];
  return `${headers.join('\r\n')}\r\n\r\n`;
}

describe('what is no request', () => {
  it.each([
    ['\x00\x01garbage\r\n\r\n', '400 Bad Request', 'gateway/malformed-http'],
    [`${GET}X: ${'x'.repeat(20_000)}\r\n\r\n`, '431 ', 'gateway/headers-too-large'],
    ['CONNECT x:22 HTTP/1.1\r\nHost: x\r\n\r\n', '404 Not Found', 'gateway/not-found'],
    [`${GET}Expect: a-miracle\r\n\r\n`, '400 Bad Request', 'gateway/malformed-http'],
    [upgrade('GET', 'short'), '400 Bad Request', 'Sec-WebSocket-Key'],
    [upgrade('POST', KEY), '405 Method Not Allowed', 'gateway/method-not-allowed'],
    [upgrade('POST', KEY), '405 Method Not Allowed', '\r\nAllow: GET\r\n'],
    [upgrade('GET', KEY, '7'), '400 Bad Request', 'gateway/malformed-http'],
    [upgrade('GET', KEY, '7'), '400 Bad Request', '\r\nSec-WebSocket-Version: 13, 8\r\n'],
  ])('gets a coded answer, on both ports: %.12j', async (text, status, error) => {
    const { url, wsPortUrl } = await start();
    for (const address of [url, wsPortUrl]) {
      const answer = await open(address, text).ended;
      expect(answer).toContain(`HTTP/1.1 ${status}`);
      expect(answer).toContain(error);
    }
  });
});

describe('a request that names no host', () => {
  it('is told so, or that the port is for WebSocket', async () => {
    const { url, wsPortUrl } = await start();
    const bare = 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n';
    const answer = await open(url, bare).ended;
    expect(answer).toContain('HTTP/1.1 400 Bad Request');
    expect(answer).toContain('gateway/malformed-http');
    expect(await open(wsPortUrl, bare).ended).toContain('gateway/upgrade-required');
    expect(await open(url, 'GET /healthz HTTP/1.0\r\n\r\n').ended).toContain('HTTP/1.1 200');
  });
});

describe('a client that sends slowly', () => {
  const impatient = { ...limits, httpRequestMs: 200, httpCheckMs: 50 };

  it.each([
    ['nothing', ''],
    ['half of the headers', GET],
    ['half of the body', `${POST}Content-Length: 100\r\n\r\n{`],
  ])('is told so and let go after %s, on both ports', async (_, text) => {
    const { url, wsPortUrl } = await start({ limits: impatient });
    const bodies = text.includes('Content-Length');
    for (const address of bodies ? [url] : [url, wsPortUrl]) {
      expect(await open(address, text).ended).toContain('gateway/request-timeout');
    }
  });
});

describe('the connections of one client', () => {
  async function openUntilRefused(url: string): Promise<number> {
    for (let count = 0; ; count += 1) {
      const { connection, ended } = open(url, `${GET}\r\n`);
      const answered = new Promise<'served'>((resolve) => {
        connection.on('data', (bytes) => {
          if (bytes.toString().startsWith('HTTP/1.1 200')) resolve('served');
        });
      });
      const outcome = await Promise.race([answered, ended]);
      if (outcome !== 'served') {
        expect(outcome).toContain('429 Too Many Requests');
        expect(outcome).toContain('gateway/too-many-connections');
        return count;
      }
    }
  }

  it('are bounded, and counted no more when they have ended', async () => {
    const { url } = await start({ connectionsPerIp: 3 });
    expect(await openUntilRefused(url)).toBe(6);
    for (const connection of connections.splice(0)) connection.destroy();
    await expect
      .poll(async () => await fetch(`${url}/healthz`).then(({ status }) => status))
      .toBe(200);
  });

  it('are bounded on both ports together', async () => {
    const { url, wsPortUrl } = await start({ connectionsPerIp: 1 });
    expect(await openUntilRefused(url)).toBe(2);
    expect(await open(wsPortUrl, '').ended).toContain('gateway/too-many-connections');
  });

  it('are not bounded for a trusted proxy, which brings those of many', async () => {
    const { url } = await start({ connectionsPerIp: 1, trustedProxies: ['127.0.0.1'] });
    const served = Array.from({ length: 10 }, () => open(url, `${GET}Connection: close\r\n\r\n`));
    for (const { ended } of served) expect(await ended).toContain('HTTP/1.1 200 OK');
  });
});
