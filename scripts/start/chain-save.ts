import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';

/** What anvil's file of a chain ends with when it was written to its end. */
const COMPLETE_END = /"historical_states":null\}\s*$/;
const TAIL_BYTES = 64;
const DAMAGED = '.damaged';

/**
 * The saves of a chain. anvil writes its state over the old file in place, so a chain that is killed
 * while it writes would have none. Therefore a finished file is renamed at once, and anvil writes the
 * next one anew: at every moment one whole save is there, and the one before it.
 */
export type ChainSave = {
  /** Where anvil writes. */
  readonly written: string;
  /** A finished file on its way to `saved`. */
  readonly pending: string;
  readonly saved: string;
  /** The save before that, should the disk damage the newest. */
  readonly previous: string;
};

/** The files of a chain's saves in a folder. */
export function chainSaveIn(folder: string): ChainSave {
  return {
    written: join(folder, 'written.json'),
    pending: join(folder, 'pending.json'),
    saved: join(folder, 'saved.json'),
    previous: join(folder, 'previous.json'),
  };
}

/**
 * Keeps what anvil has finished writing. Returns whether there is a new save. May be called at any
 * time while anvil runs: a file that is still being written is kept apart until it is complete.
 */
export function keepFinishedSave(save: ChainSave): boolean {
  const { written, pending } = save;
  // Renamed first and looked at then: under its new name nobody begins to write it again.
  if (!existsSync(pending)) {
    if (!existsSync(written)) return false;
    renameSync(written, pending);
  }
  if (!isComplete(pending)) return false;
  makeNewest(pending, save);
  return true;
}

export type RecoveredSave = {
  /** The newest whole save; `null` when there is none. */
  readonly newest: string | null;
  /** Saves that a killed chain had not finished. They were set aside. */
  readonly unfinished: readonly string[];
};

/** Finds the newest whole save of a chain that does not run. */
export function recoverSave(save: ChainSave): RecoveredSave {
  const unfinished: string[] = [];
  for (const path of [save.pending, save.written]) {
    if (!existsSync(path)) continue;
    if (isComplete(path)) makeNewest(path, save);
    else unfinished.push(setAside(path));
  }
  if (!existsSync(save.saved) && existsSync(save.previous)) renameSync(save.previous, save.saved);
  return { newest: existsSync(save.saved) ? save.saved : null, unfinished };
}

/**
 * Puts a newest save that the chain refused to load out of the way, for whoever wants to look at it.
 * Returns where it is now.
 */
export function discardNewestSave({ saved }: ChainSave): string {
  return setAside(saved);
}

/** Whether a save was ever found damaged here. */
export function hasDamagedSave({ saved }: ChainSave): boolean {
  return existsSync(`${saved}${DAMAGED}`);
}

/** The size of the newest save in bytes; 0 when there is none. */
export function saveSize({ saved }: ChainSave): number {
  return existsSync(saved) ? statSync(saved).size : 0;
}

function makeNewest(path: string, { saved, previous }: ChainSave): void {
  if (existsSync(saved)) renameSync(saved, previous);
  renameSync(path, saved);
}

function setAside(path: string): string {
  const aside = `${path}${DAMAGED}`;
  renameSync(path, aside);
  return aside;
}

/**
 * Whether a file is written to its end; one that is, is also brought to the disk. Its last member
 * tells, which costs nothing however long the file is.
 */
function isComplete(path: string): boolean {
  const descriptor = openSync(path, 'r+');
  try {
    const { size } = fstatSync(descriptor);
    const tail = Buffer.alloc(Math.min(TAIL_BYTES, size));
    readSync(descriptor, tail, 0, tail.length, size - tail.length);
    const complete = COMPLETE_END.test(tail.toString('latin1'));
    if (complete) fdatasyncSync(descriptor);
    return complete;
  } finally {
    closeSync(descriptor);
  }
}
