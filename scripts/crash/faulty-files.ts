import { diskFiles, type JournalFiles, type WritableFile } from '#server/journal/index.ts';
import type { Fault } from './fault.ts';
import { randomFrom } from './intents.ts';

const SECTOR = 512;

/** The files of this machine with a fault in them. */
export function faultyFiles(fault: Fault): JournalFiles {
  if (fault.kind === 'none') return diskFiles;
  let writes = 0;
  const random = randomFrom(fault.seed);
  return {
    ...diskFiles,
    async openForWriting(path, mode) {
      const file = await diskFiles.openForWriting(path, mode);
      return {
        close: () => file.close(),
        write(bytes, position) {
          writes += 1;
          if (writes <= fault.afterWrites) return file.write(bytes, position);
          return faultyWrite(file, { fault, random, bytes, position });
        },
      };
    },
  };
}

type FaultyWrite = {
  readonly fault: Fault;
  readonly random: (end: number) => number;
  readonly bytes: Uint8Array;
  readonly position: number;
};

async function faultyWrite(file: WritableFile, write: FaultyWrite): Promise<number> {
  const { fault, random, bytes, position } = write;
  switch (fault.kind) {
    case 'short':
      return await file.write(bytes.subarray(0, 1 + random(bytes.length)), position);
    case 'full':
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    case 'sync':
      if (random(2) === 0) await file.write(bytes, position);
      throw Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' });
    default:
      return await tear(file, write);
  }
}

/** Writes some of the sectors, in any order, as a disk may when the power fails; then dies. */
async function tear(file: WritableFile, { random, bytes, position }: FaultyWrite): Promise<never> {
  const share = 1 + random(3);
  let from = 0;
  while (from < bytes.length) {
    const end = Math.min(
      bytes.length,
      (Math.floor((position + from) / SECTOR) + 1) * SECTOR - position,
    );
    if (random(share) === 0) await file.write(bytes.subarray(from, end), position + from);
    from = end;
  }
  process.kill(process.pid, 'SIGKILL');
  return await new Promise<never>(() => undefined);
}
