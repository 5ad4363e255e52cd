import type { Logger } from './telemetry/index.ts';

export type ProcessOptions = {
  readonly logger: Logger;
  /** Whether to stop when standard input closes: a supervisor that dies closes it. */
  readonly exitWithParent: boolean;
  /** Time to stop in; after it the process is ended as it is. */
  readonly stopMs: number;
  /** Errors whose message tells a person all there is to know. */
  readonly isForPeople: (error: unknown) => error is Error;
};

/**
 * Runs a program until it ends by itself or is told to stop by SIGTERM, SIGINT or its parent's end,
 * then ends the process: with code 0, or 1 when the program failed.
 */
export async function runProcess(
  { logger, exitWithParent, stopMs, isForPeople }: ProcessOptions,
  program: (stopping: AbortSignal) => Promise<void>,
): Promise<never> {
  const stopping = new AbortController();
  const stop = (reason: string) => {
    if (stopping.signal.aborted) return;
    logger.info({ reason }, 'stopping');
    stopping.abort();
    setTimeout(() => {
      logger.fatal({}, 'the sidecar did not stop in time');
      process.exit(1);
    }, stopMs).unref();
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  if (exitWithParent) {
    process.stdin.on('end', () => stop('the parent process ended'));
    process.stdin.on('error', () => stop('the parent process ended'));
    process.stdin.resume();
  }
  let code = 0;
  try {
    await program(stopping.signal);
    logger.info({}, 'stopped');
  } catch (error) {
    code = 1;
    if (isForPeople(error)) logger.fatal({}, error.message);
    else logger.fatal({ err: error }, 'the sidecar failed');
  }
  // Whatever is still open by now, a half-dead connection for one, must not keep the process.
  return process.exit(code);
}
