import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from '#server/snapshot/index.ts';
import type { DatabasePlace } from './database.ts';
import type { StoreBatch } from './store-batch.ts';
import { StoreProgram } from './store-program.ts';
import type { StoreAnswer, StoreRequest } from './store-thread.ts';
import { StoreTurns } from './store-turns.ts';

/**
 * The thread of the store: answers one request after another, in the order in which they came. The
 * embedded database computes in it, and must not be in the engine's way.
 */
if (parentPort === null) throw new Error('this is the program of a worker thread');
const turns = new StoreTurns();
const port = parentPort;
const place: DatabasePlace = workerData;
let last: Promise<unknown> = Promise.resolve();
const opening = StoreProgram.open(place);
// A database that cannot be opened is told to whoever asks something of it.
opening.catch(() => undefined);

port.on('message', ({ id, request }: { id: number; request: StoreRequest }) => {
  last = last.then(async () => {
    const reply = (answer: StoreAnswer) => port.postMessage({ id, answer });
    try {
      reply({ value: await answerTo(await opening, request) });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      reply({ error: { name, message } });
    }
  });
});

function rowsOf({ trades, orders, kept }: StoreBatch): number {
  return trades.length + orders.length + kept.length;
}

async function answerTo(program: StoreProgram, request: StoreRequest): Promise<unknown> {
  switch (request.kind) {
    case 'position':
      return await program.position(request.journal);
    case 'begin-at':
      return await program.beginAt(request.firstSeq);
    case 'write':
      return await turns.write(
        rowsOf(request.batch),
        async () => await program.write(request.batch),
      );
    case 'ask':
      turns.asked();
      return await program.ask(request.name, request.query);
    case 'prune':
      return await program.prune(request.retention, request.nowMs);
    case 'step-aside':
      lowerPriority();
      return turns.stepAside();
    case 'close':
      return await program.close();
    default:
      return request satisfies never;
  }
}
