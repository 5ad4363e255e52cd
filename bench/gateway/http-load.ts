import { connect, type Socket } from 'node:net';

/** A request as it goes over the line, and the length of its answer. */
export type HttpRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
};

const CONNECTIONS = 50;
/** Requests of one connection on their way. */
const PIPELINED = 8;

/** Asks for the same again and again, on connections that stay open; gives answers a second. */
export async function httpThroughput(
  { port, count }: { readonly port: number; readonly count: number },
  request: HttpRequest,
): Promise<number> {
  const bytes = requestBytes(port, request);
  let left = count;
  let answers = 0;
  const begunMs = performance.now();
  await Promise.all(
    Array.from(
      { length: CONNECTIONS },
      () =>
        new Promise<void>((resolve, reject) => {
          const socket = connect({ port, host: '127.0.0.1', noDelay: true });
          let waiting = 0;
          const ask = (most: number) => {
            const asked = Math.min(most, left);
            left -= asked;
            waiting += asked;
            if (asked > 0) socket.write(Buffer.concat(new Array<Buffer>(asked).fill(bytes)));
          };
          socket.on('error', reject);
          readAnswers(socket, {
            take(number) {
              answers += number;
              waiting -= number;
              ask(number);
              if (waiting === 0) {
                socket.destroy();
                resolve();
              }
            },
            refuse: reject,
          });
          ask(PIPELINED);
          if (waiting === 0) resolve();
        }),
    ),
  );
  return (answers * 1_000) / (performance.now() - begunMs);
}

function requestBytes(port: number, { method, path, body = '' }: HttpRequest): Buffer {
  const head = [`${method} ${path} HTTP/1.1`, `Host: 127.0.0.1:${port}`];
  if (method === 'POST') {
    head.push('Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`);
  }
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = Buffer.from('content-length: ');

/** Counts answers; any other than 200 ends it. */
function readAnswers(
  socket: Socket,
  on: { readonly take: (count: number) => void; readonly refuse: (error: Error) => void },
): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (data: Buffer) => {
    const buffer = rest.length === 0 ? data : Buffer.concat([rest, data]);
    let at = 0;
    let count = 0;
    for (;;) {
      const headEnd = buffer.indexOf(HEAD_END, at);
      if (headEnd === -1) break;
      if (buffer.subarray(at + 9, at + 12).toString('latin1') !== '200') {
        on.refuse(new Error(buffer.subarray(at).toString()));
        socket.destroy();
        return;
      }
      const end = headEnd + HEAD_END.length + contentLength(buffer, at, headEnd);
      if (end > buffer.length) break;
      at = end;
      count += 1;
    }
    rest = buffer.subarray(at);
    if (count > 0) on.take(count);
  });
}

function contentLength(buffer: Buffer, from: number, to: number): number {
  const at = buffer.indexOf(LENGTH, from);
  if (at === -1 || at > to) throw new Error('an answer does not tell its length');
  return Number.parseInt(buffer.toString('latin1', at + LENGTH.length, at + LENGTH.length + 8), 10);
}
