import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';

export type Part = 'chain' | 'sidecar' | 'web';

const lockSchema = z.object({
  supervisor: z.object({ pid: z.int() }),
  children: z.array(z.object({ name: z.string(), process: z.object({ pid: z.int() }) })),
});

/** Ids of the processes that run a part of the exchange now, as its supervisor wrote them down. */
export function processesOf(networkDir: string, part: Part): readonly number[] {
  const { children } = readLock(networkDir);
  return children.filter(({ name }) => name === part).map(({ process: { pid } }) => pid);
}

/** Id of the process that starts again what ends. */
export function supervisorOf(networkDir: string): number {
  return readLock(networkDir).supervisor.pid;
}

function readLock(networkDir: string): z.infer<typeof lockSchema> {
  return lockSchema.parse(JSON.parse(readFileSync(join(networkDir, 'run.lock'), 'utf8')));
}
