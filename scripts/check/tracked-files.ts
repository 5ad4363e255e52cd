import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { TextFile } from './source/source-file.ts';

/** Larger files are data and no code that rules speak about. */
const LARGEST_TEXT_BYTES = 4 * 1024 * 1024;

/**
 * The files of the working tree that git tracks or would track, with their text. Binary files and
 * very large ones have an empty text; deleted ones are left out.
 */
export function trackedFiles(root: string): readonly TextFile[] {
  const listing = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const paths = [...new Set(listing.split('\0'))].filter((path) => path !== '').sort();
  return paths
    .filter((path) => existsSync(join(root, path)))
    .map((path) => ({ path, text: readText(join(root, path)) }));
}

function readText(file: string): string {
  const { size } = statSync(file);
  if (size > LARGEST_TEXT_BYTES) return '';
  const bytes = readFileSync(file);
  return bytes.includes(0) ? '' : bytes.toString('utf8');
}
