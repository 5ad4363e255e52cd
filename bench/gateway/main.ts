import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureBooks } from './measure-books.ts';
import { measureIdle } from './measure-idle.ts';
import { measureOrders } from './measure-orders.ts';
import { measureReads } from './measure-reads.ts';
import { measureStorm } from './measure-storm.ts';
import { printedReport } from './report.ts';
import { ServerProcess } from './server-process.ts';

/**
 * `npm run bench:gateway -- [seconds] [part …]`: the sidecar in a process of its own, asked by this
 * one, beside servers that do nothing but what their libraries do.
 */
const [, , seconds = '10', ...parts] = process.argv;

const measures = {
  orders: measureOrders,
  books: measureBooks,
  idle: measureIdle,
  reads: measureReads,
  storm: measureStorm,
} as const;

const folder = mkdtempSync(join(tmpdir(), 'lux-gateway-'));
const plain = await ServerProcess.start('plain');
try {
  const report = printedReport;
  for (const [part, measure] of Object.entries(measures)) {
    if (parts.length > 0 && !parts.includes(part)) continue;
    await measure({ folder, seconds: Number(seconds), plain, report });
  }
} finally {
  await plain.stop();
  rmSync(folder, { recursive: true, force: true });
}
