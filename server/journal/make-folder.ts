import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, if need be, and makes their names durable. `sync` makes durable
 * what a folder lists.
 */
export function makeFolder(folder: string, sync: (folder: string) => void = syncListing): void {
  const topmost = mkdirSync(folder, { recursive: true });
  if (topmost === undefined) return;
  const above = dirname(topmost);
  for (let made = folder; made !== above && made !== dirname(made); made = dirname(made)) {
    sync(dirname(made));
  }
}

function syncListing(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
