import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program that knows nothing of its parent, and ends it when the parent is gone, however that
 * came about: the channel to the parent closes with the parent's life.
 *
 * Usage: node guardian.ts <signal that ends the program> <program> [arguments]
 */
export type GuardianMessage = {
  /** The number of the program that is guarded. */
  readonly pid: number;
};

const PATIENCE_MS = 20_000;

const [signalName = '', program = '', ...programArguments] = process.argv.slice(2);
const endSignal = (['SIGINT', 'SIGTERM'] as const).find((each) => each === signalName);
if (endSignal === undefined || program === '') {
  throw new Error('usage: node guardian.ts SIGINT|SIGTERM program [arguments]');
}

const child = spawn(program, programArguments, { stdio: ['ignore', 'inherit', 'inherit'] });
let asked = false;

function end(): void {
  if (asked) return;
  asked = true;
  child.kill(endSignal);
  setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS).unref();
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
// The parent's pipes break before its channel closes; neither is a reason to leave the child alone.
process.stdout.on('error', end);
process.stderr.on('error', end);
process.on('disconnect', end);

child.once('spawn', () => {
  const message: GuardianMessage = { pid: child.pid ?? 0 };
  process.send?.(message, () => undefined);
});
child.once('error', (error) => {
  console.error(`${program} could not be started: ${error.message}`);
  process.exit(127);
});
child.once('exit', (code, signal) => {
  process.exit(signal === null ? (code ?? 1) : 128 + constants.signals[signal]);
});
