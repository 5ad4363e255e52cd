import { performance } from 'node:perf_hooks';

/** How busy a process was, and what it holds. */
export type ProcessFigures = {
  /** Resident memory after a collection, bytes. */
  readonly rss: number;
  /** What of it is in use: objects, and buffers outside of the heap; bytes. */
  readonly used: number;
  /** CPU time of its main thread since the last look, ms. */
  readonly cpuMs: number;
  /** Share of that time in which its event loop had something to do. */
  readonly busy: number;
};

let usedBefore = process.threadCpuUsage();
let loopBefore = performance.eventLoopUtilization();

/** Looks at this process. */
export function processFigures(): ProcessFigures {
  const { user, system } = process.threadCpuUsage(usedBefore);
  const { utilization: busy } = performance.eventLoopUtilization(loopBefore);
  globalThis.gc?.();
  usedBefore = process.threadCpuUsage();
  loopBefore = performance.eventLoopUtilization();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, used: heapUsed + external, cpuMs: (user + system) / 1_000, busy };
}
