import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { SimulationKey } from './simulated-market/simulated-market.ts';

const FILE_NAME = 'market.json';

const schema = z.strictObject({
  version: z.literal(1),
  seed: z.int().check(z.minimum(0), z.maximum(0xffff_ffff)),
  anchorMs: z.int().check(z.minimum(0)),
});

export type OpenedMarketRecord = {
  readonly key: SimulationKey;
  /** Whether this call began the market, rather than found it. */
  readonly created: boolean;
};

/**
 * The key of this chain's simulated market, kept in `<networkDir>/market.json`. The first call begins
 * the market with the given seed and time; every later one continues it whatever it is given, since
 * the pools and everybody's charts belong to the history that was begun.
 *
 * @throws MarketRecordError when the file is damaged.
 */
export async function openMarketRecord({
  networkDir,
  seed,
  nowMs,
}: {
  readonly networkDir: string;
  readonly seed: number;
  readonly nowMs: number;
}): Promise<OpenedMarketRecord> {
  const path = join(networkDir, FILE_NAME);
  const found = await readRecord(path);
  if (found !== null) return { key: found, created: false };

  await mkdir(networkDir, { recursive: true });
  const created = await writeOnce(path, { version: 1, seed, anchorMs: nowMs });
  const written = await readRecord(path);
  if (written === null) throw new MarketRecordError(`${path} vanished while it was written.`);
  return { key: written, created };
}

async function readRecord(path: string): Promise<SimulationKey | null> {
  const text = await readTextOrNull(path);
  if (text === null) return null;
  try {
    const { seed, anchorMs } = schema.parse(JSON.parse(text));
    return { seed, anchorMs };
  } catch (cause) {
    const fix = 'remove it to begin another market, or begin everything anew with --reset';
    throw new MarketRecordError(`${path} holds no simulated market: ${fix}.`, { cause });
  }
}

async function readTextOrNull(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Writes a file whole or not at all, and never over another one; false when there was one. */
async function writeOnce(path: string, record: z.output<typeof schema>): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(record)}\n`, { flush: true });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (isFileError(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await unlink(draft);
  }
}

function isFileError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The recorded market cannot be used; the message says where it is and what to do. */
export class MarketRecordError extends Error {
  override readonly name = 'MarketRecordError';
  readonly code = 'oracle/market-record-unusable';
}
