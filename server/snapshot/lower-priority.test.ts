import { once } from 'node:events';
import { constants, getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

/** Lowers its own priority, then reports what it, and the thread that it came from, have. */
const PROGRAM = `
  const { readlinkSync } = require('node:fs');
  const { getPriority } = require('node:os');
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData).then(({ lowerPriority }) => {
    const isLower = lowerPriority();
    const thread = () => Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    const own = isLower ? getPriority(thread()) : null;
    parentPort.postMessage({ isLower, own, process: getPriority(process.pid) });
  });
`;

it('lowers the priority of its own thread alone, where the system can', async () => {
  const before = getPriority(process.pid);
  const workerData = new URL('./lower-priority.ts', import.meta.url).href;
  const worker = new Worker(PROGRAM, { eval: true, workerData });
  const [report] = await once(worker, 'message');
  await worker.terminate();
  const below = constants.priority.PRIORITY_BELOW_NORMAL;
  const isLower = process.platform === 'linux' && before <= below;
  expect(report).toEqual({ isLower, own: isLower ? below : null, process: before });
});
