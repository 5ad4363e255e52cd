import { createServer } from 'node:net';
import { findPortOwner, type PortOwner } from './port-owner.ts';
import { StartError } from './start-error.ts';

export type WantedPort = {
  /** The setting that changes it. */
  readonly variable: string;
  readonly port: number;
  /** What will listen there, for the message. */
  readonly purpose: string;
};

/**
 * Verifies that every port is free on this machine. No other port is chosen in silence: pages,
 * origins and bookmarks name these.
 *
 * @throws StartError `start/port-taken` naming every taken port, its owner where that can be found,
 *   and the setting to change; `start/port-twice` when two parts want the same one.
 */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
  for (const [index, { variable, port }] of wanted.entries()) {
    const twin = wanted.slice(0, index).find((other) => other.port === port);
    if (twin === undefined) continue;
    throw new StartError('start/port-twice', {
      message: `${twin.variable} and ${variable} are both ${port}.`,
      fix: `Set ${variable} to another port.`,
    });
  }
  const free = await Promise.all(wanted.map(async ({ port }) => await isPortFree(port)));
  const taken = wanted.filter((_, index) => free[index] === false);
  if (taken.length > 0) throw portsTaken(taken);
}

/** Whether nothing listens on a port of either loopback address: `localhost` may mean both. */
async function isPortFree(port: number): Promise<boolean> {
  const free = await Promise.all([canListen(port, '127.0.0.1'), canListen(port, '::1')]);
  return free.every(Boolean);
}

async function canListen(port: number, host: string): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    // A machine without IPv6 refuses for another reason, and nobody can listen there.
    server.once('error', (error) => {
      const code = 'code' in error ? error.code : undefined;
      resolve(code !== 'EADDRINUSE' && code !== 'EACCES');
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function portsTaken(taken: readonly WantedPort[]): StartError {
  const lines = taken.map(({ port, purpose, variable }) => {
    const owner = findPortOwner(port);
    return `Port ${port} (${purpose}, ${variable}) is taken${owner === null ? '' : ` by ${describe(owner)}`}.`;
  });
  const example = taken.map(({ variable, port }) => `${variable}=${port + 1000}`).join(' ');
  return new StartError('start/port-taken', {
    message: lines.join('\n'),
    fix: `End what listens there, or choose other ports: ${example} npm start`,
  });
}

function describe({ pid, command }: PortOwner): string {
  const short = command.length > 80 ? `${command.slice(0, 79)}…` : command;
  return `process ${pid} (${short})`;
}
