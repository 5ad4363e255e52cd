import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod/mini';

/** What became of a request, in a person's words. */
export type OperatorAnswer = { readonly done: boolean; readonly text: string };

const FOLDER = 'operator-requests';
const REQUEST = '.request.json';
const ANSWER = '.answer.json';
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

/** An answer that nobody has fetched for so long is nobody's. */
const STALE_ANSWER_MS = 60_000;

const commandMembers = { command: z.literal('thaw'), address: z.string() };
const requestSchema = z.strictObject({
  ...commandMembers,
  /** Until when an answer is waited for; milliseconds since the epoch. */
  until: z.int().check(z.nonnegative()),
});
const commandSchema = z.strictObject(commandMembers);

const answerSchema = z.object({ done: z.boolean(), text: z.string() });

export type OperatorRequest = z.output<typeof commandSchema>;

export type OperatorRequestsOptions = {
  readonly networkDir: string;
  /** Does what is asked for; when it throws, it is asked again later, as long as somebody waits for it. */
  readonly act: (request: OperatorRequest) => Promise<OperatorAnswer>;
  readonly pollMs: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly logger: {
    warn(facts: object, message: string): void;
    error(facts: object, message: string): void;
  };
};

/**
 * Carries out what the operator asks for by files in the data folder: whoever can write there owns the
 * exchange's data already, and nobody reaches it over the network.
 */
export async function serveOperatorRequests(
  options: OperatorRequestsOptions,
  signal: AbortSignal,
): Promise<void> {
  const folder = join(options.networkDir, FOLDER);
  while (!signal.aborted) {
    for (const name of await namesIn(folder)) {
      if (name.endsWith(REQUEST)) await serve(options, { folder, name });
      else if (name.endsWith(ANSWER)) await dropStale(join(folder, name), options.now());
    }
    await delay(options.pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function serve(
  { act, logger, now }: OperatorRequestsOptions,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<void> {
  try {
    const path = join(folder, name);
    const request = requestSchema.safeParse(await contentOf(path));
    if (request.success && request.data.until <= now()) {
      // Whoever asked was told that nothing happened.
      await rm(path, { force: true });
      return;
    }
    const answer = await answerTo(act, request.data);
    logger.warn({ request: request.data ?? null, answer }, 'the operator asked for something');
    await writeWhole(join(folder, `${name.slice(0, -REQUEST.length)}${ANSWER}`), answer);
    await rm(join(folder, name), { force: true });
  } catch (error) {
    logger.error({ err: error, request: name }, 'a request of the operator has to wait');
  }
}

async function answerTo(
  act: OperatorRequestsOptions['act'],
  request: z.output<typeof requestSchema> | undefined,
): Promise<OperatorAnswer> {
  if (request === undefined)
    return { done: false, text: 'The sidecar does not know this request.' };
  const { until: _, ...asked } = request;
  return await act(asked);
}

async function dropStale(path: string, nowMs: number): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found === null || nowMs - found.mtimeMs <= STALE_ANSWER_MS) return;
  // What cannot be removed is in nobody's way.
  await rm(path, { force: true }).catch(() => undefined);
}

/**
 * Asks the sidecar that uses a data folder for something.
 *
 * @param id - tells requests apart: letters, digits and hyphens
 * @returns `null` when nobody answers in time, or the signal is aborted; then nothing is asked for any
 *   more.
 */
export async function askSidecarOfFolder(
  request: OperatorRequest,
  {
    networkDir,
    id,
    patienceMs,
    pollMs,
    signal,
  }: {
    readonly networkDir: string;
    readonly id: string;
    readonly patienceMs: number;
    readonly pollMs: number;
    /** Ends the waiting. */
    readonly signal?: AbortSignal;
  },
): Promise<OperatorAnswer | null> {
  const folder = join(networkDir, FOLDER);
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const path = join(folder, `${id}${REQUEST}`);
  const answerPath = join(folder, `${id}${ANSWER}`);
  const until = Date.now() + patienceMs;
  await writeWhole(path, { ...request, until });
  try {
    while (Date.now() < until && signal?.aborted !== true) {
      const answer = answerSchema.safeParse(await contentOf(answerPath));
      if (answer.success) return answer.data;
      await delay(pollMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
    // What was answered in the last moment.
    const last = answerSchema.safeParse(await contentOf(answerPath));
    return last.success ? last.data : null;
  } finally {
    await rm(path, { force: true });
    await rm(answerPath, { force: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => []);
}

/** `null` for what is not there, or no JSON. */
async function contentOf(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Nobody reads half of it. */
async function writeWhole(path: string, content: unknown): Promise<void> {
  await writeFile(`${path}.next`, JSON.stringify(content), { mode: FILE_MODE });
  await rename(`${path}.next`, path);
}
