import { fastify } from 'fastify';
import { type WebSocket, WebSocketServer } from 'ws';
import { processFigures } from './process-figures.ts';
import { serveQuestions } from './server-process.ts';

/**
 * What the same libraries do when they are asked for nothing: `/echo` sends back what it gets, `/all`
 * sends what one client says to all others, and HTTP answers bytes that were told before.
 */
const app = fastify({ logger: false });
const bodies = new Map<string, string>();

function answer(path: string, reply: { header(name: string, value: string): unknown }): string {
  reply.header('content-type', 'application/json; charset=utf-8');
  return bodies.get(path) ?? '';
}

app.get('/*', async (request, reply) => answer(request.url, reply));
app.post('/*', async (request, reply) => answer(request.url, reply));
await app.listen({ port: 0, host: '127.0.0.1' });

const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
const listeners = new Set<WebSocket>();
app.server.on('upgrade', (request, connection, head) => {
  sockets.handleUpgrade(request, connection, head, (socket) => {
    socket.on('error', () => undefined);
    if (request.url === '/echo') {
      socket.on('message', (data) => socket.send(data.toString()));
    } else {
      listeners.add(socket);
      socket.on('close', () => listeners.delete(socket));
      socket.on('message', (data) => {
        const bytes = Buffer.from(data.toString());
        for (const listener of listeners) {
          if (listener !== socket) listener.send(bytes, { binary: false });
        }
      });
    }
  });
});

const address = app.server.address();
if (address === null || typeof address === 'string') throw new Error('the server has no port');
serveQuestions(address.port, {
  answers: {
    figures: processFigures,
    body: ({ path, text }: { path: string; text: string }) => {
      bodies.set(path, text);
    },
  },
  end: async () => {
    for (const client of listeners) client.terminate();
    await app.close();
  },
});
