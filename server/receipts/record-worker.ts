import { parentPort, workerData } from 'node:worker_threads';
import { JournalError } from '#server/journal/index.ts';
import { lowerPriority } from '#server/snapshot/index.ts';
import { type JournalPlace, RecordFinder } from './record-finder.ts';
import type { RecordAnswer, RecordQuestion } from './record-thread.ts';

/** The thread that looks up records: answers one question after another. It must not be in the engine's way. */
if (parentPort === null) throw new Error('this is the program of a worker thread');
lowerPriority();
const port = parentPort;
const place: JournalPlace = workerData;
const finder = new RecordFinder(place);
port.on('message', ({ id, seq }: RecordQuestion) => port.postMessage(answerTo(id, seq)));

function answerTo(id: number, seq: number): RecordAnswer {
  try {
    return { id, found: finder.find(seq) };
  } catch (error) {
    const isGone = error instanceof JournalError && error.code === 'journal/record-gone';
    const message = error instanceof Error ? error.message : String(error);
    return { id, fault: { isGone, message } };
  }
}
