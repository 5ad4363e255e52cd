import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Deployment } from '#lib/domain/network.ts';

/**
 * Records a deployment so that a reader, and a machine that loses power, finds the old record or the
 * new one, never a part. A record that says the same already is left alone.
 */
export async function writeDeployment(path: string, deployment: Deployment): Promise<void> {
  const text = `${JSON.stringify(deployment, null, 2)}\n`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
  const folder = await open(dirname(path), 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
