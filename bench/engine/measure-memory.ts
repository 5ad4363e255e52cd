import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BookDriver } from './book-driver.ts';
import { FillLog } from './fill-log.ts';
import { namedWorkload, type WorkloadName } from './named-workloads.ts';
import { print } from './report.ts';

/** Bytes that a book needs for each order that rests in it, grown from nothing. */
export function measureMemory(name: WorkloadName): void {
  const { stream, outcome } = namedWorkload(name);
  const fills = new FillLog(outcome.fills);
  const before = usedBytes();
  const driver = new BookDriver({ fills, capacity: 1 });
  driver.on(stream).run(0, stream.count);
  const bytes = usedBytes() - before;
  print(`memory after ${name}`, [
    `${Math.round(bytes / driver.live)} bytes a live order`,
    `${driver.live.toLocaleString('en-US')} orders`,
  ]);
}

/** Of the heap and outside it, without what nobody refers to. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
