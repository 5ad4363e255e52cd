import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type PortOwner = { readonly pid: number; readonly command: string };

/** `st` of a listening socket in /proc/net/tcp. */
const LISTEN = '0A';

/**
 * The process that listens on a TCP port, or `null` when it cannot be found: it belongs to another
 * user, or this system has no means to tell.
 */
export function findPortOwner(port: number): PortOwner | null {
  try {
    return process.platform === 'linux' ? ownerFromProc(port) : ownerFromLsof(port);
  } catch {
    return null;
  }
}

/** The inodes of the sockets that listen on a port, from the text of /proc/net/tcp or tcp6. */
export function listeningInodes(table: string, port: number): readonly string[] {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const listens = state === LISTEN && local?.endsWith(`:${hexPort}`) === true;
    return listens && inode !== undefined ? [inode] : [];
  });
}

function ownerFromProc(port: number): PortOwner | null {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map(readOrEmpty);
  const sockets = new Set(
    tables.flatMap((table) => listeningInodes(table, port).map((inode) => `socket:[${inode}]`)),
  );
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const pid = pids.find((each) => descriptorsOf(each).some((target) => sockets.has(target)));
  if (pid === undefined) return null;
  const command = readOrEmpty(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim();
  return { pid: Number(pid), command: command === '' ? 'unknown command' : command };
}

function descriptorsOf(pid: string): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).map((name) => linkTarget(`${folder}/${name}`));
  } catch {
    return [];
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function ownerFromLsof(port: number): PortOwner | null {
  const pid = run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t']).split('\n')[0] ?? '';
  if (pid === '') return null;
  return { pid: Number(pid), command: run('ps', ['-o', 'command=', '-p', pid]) };
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}
