import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { textFrame } from './text-frame.ts';

let server: Server | null = null;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

/** What a client's library reads out of bytes, up to the text `end`. */
async function read(bytes: Buffer): Promise<{ text: string; isBinary: boolean }[]> {
  const listening = createServer();
  server = listening;
  const sockets = new WebSocketServer({ noServer: true });
  listening.on('upgrade', (request, connection, head) => {
    sockets.handleUpgrade(request, connection, head, () => {
      connection.write(Buffer.concat([bytes, textFrame('end')]));
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  const client = new WebSocket(`ws://127.0.0.1:${port}`);
  const messages: { text: string; isBinary: boolean }[] = [];
  await new Promise<void>((resolve, reject) => {
    client.on('error', reject);
    client.on('message', (data, isBinary) => {
      if (String(data) === 'end') resolve();
      else messages.push({ text: String(data), isBinary });
    });
  });
  client.terminate();
  return messages;
}

describe('textFrame', () => {
  it.each([0, 1, 125, 126, 127, 128, 255, 256, 65_535, 65_536, 70_000])(
    'is what a client reads as a text of %d bytes',
    async (length) => {
      const text = 'x'.repeat(length);
      expect(await read(textFrame(text))).toEqual([{ text, isBinary: false }]);
    },
  );

  it('counts bytes, not characters', async () => {
    const text = 'é€😀'.repeat(14);
    expect(text.length).toBeLessThan(126);
    expect(Buffer.byteLength(text)).toBeGreaterThan(125);
    expect(await read(textFrame(text))).toEqual([{ text, isBinary: false }]);
  });

  it('is whole: what follows begins a new one', async () => {
    const frames = Buffer.concat(['a', 'b'.repeat(200)].map(textFrame));
    expect((await read(frames)).map(({ text }) => text.length)).toEqual([1, 200]);
  });
});
