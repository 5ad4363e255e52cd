import { setTimeout as after } from 'node:timers/promises';
import type { ProcessFigures } from './process-figures.ts';
import { RawSocket } from './raw-socket.ts';
import type { Report } from './report.ts';
import { ServerProcess } from './server-process.ts';

const CONNECTIONS = 5_000;
const SETTLED_MS = 3_000;
const MEGABYTE = 1_048_576;

/** Memory that connections take on which nothing is said. */
export async function measureIdle({
  folder,
  plain,
  report,
}: {
  readonly folder: string;
  readonly plain: ServerProcess;
  readonly report: Report;
}): Promise<void> {
  report.title(`${CONNECTIONS.toLocaleString('en-US')} idle connections: memory above none`);
  await measureOne('bare ws', { server: plain, path: '/all', report });
  const server = await ServerProcess.start('exchange', [folder]);
  try {
    await measureOne('sidecar', { server, path: '/ws', report });
  } finally {
    await server.stop();
  }
}

async function measureOne(
  name: string,
  {
    server,
    path,
    report,
  }: { readonly server: ServerProcess; readonly path: string; readonly report: Report },
): Promise<void> {
  // What it needed to start is given back first.
  await server.ask('figures');
  await after(SETTLED_MS);
  const before = await server.ask<ProcessFigures>('figures');
  const sockets: RawSocket[] = [];
  let lost = 0;
  for (let index = 0; index < CONNECTIONS; index += 1) {
    const socket = await RawSocket.connect({ port: server.port, path });
    socket.onClose(() => {
      lost += 1;
    });
    sockets.push(socket);
  }
  const held = await server.ask<ProcessFigures>('figures');
  if (lost > 0) throw new Error(`${lost} connections were lost`);
  const megabytes = (bytes: number) => Math.round(bytes / MEGABYTE);
  const [resident, used] = [held.rss - before.rss, held.used - before.used];
  const each = Math.round(used / CONNECTIONS / 1_024);
  report.line(
    name,
    `resident ${megabytes(resident)} MB above ${megabytes(before.rss)}; in use ${megabytes(used)} MB more, ${each} kB each`,
  );
  for (const socket of sockets) socket.close();
}
