import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from './lower-priority.ts';
import { Shadow, type ShadowOptions, type ShadowOrder } from './shadow.ts';

/** The thread of the shadow: answers each order with a report. It must not be in the engine's way. */
if (parentPort === null) throw new Error('this is the program of a worker thread');
lowerPriority();
const port = parentPort;
const options: ShadowOptions = workerData;
const shadow = new Shadow(options);
port.on('message', (order: ShadowOrder) => port.postMessage(shadow.advance(order)));
