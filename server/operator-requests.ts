import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

const requestSchema = z.strictObject({ command: z.literal('thaw'), address: z.string() });

const answerSchema = z.object({ done: z.boolean(), text: z.string() });

export type OperatorRequest = z.output<typeof requestSchema>;

export type OperatorRequestsOptions = {
  readonly networkDir: string;
  /** Does what is asked for; when it throws, it is asked again later. */
  readonly act: (request: OperatorRequest) => Promise<OperatorAnswer>;
  readonly pollMs: number;
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
    for (const name of (await namesIn(folder)).filter((each) => each.endsWith(REQUEST))) {
      await serve(options, { folder, name });
    }
    await delay(options.pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function serve(
  { act, logger }: OperatorRequestsOptions,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<void> {
  try {
    const request = requestSchema.safeParse(await contentOf(join(folder, name)));
    const answer = request.success
      ? await act(request.data)
      : { done: false, text: 'The sidecar does not know this request.' };
    logger.warn({ request: request.data ?? null, answer }, 'the operator asked for something');
    await writeWhole(join(folder, `${name.slice(0, -REQUEST.length)}${ANSWER}`), answer);
    await rm(join(folder, name), { force: true });
  } catch (error) {
    logger.error({ err: error, request: name }, 'a request of the operator has to wait');
  }
}

/**
 * Asks the sidecar that uses a data folder for something.
 *
 * @param id - tells requests apart: letters, digits and hyphens
 * @returns `null` when nobody answers in time; then nothing is asked for any more.
 */
export async function askSidecarOfFolder(
  request: OperatorRequest,
  {
    networkDir,
    id,
    patienceMs,
    pollMs,
  }: {
    readonly networkDir: string;
    readonly id: string;
    readonly patienceMs: number;
    readonly pollMs: number;
  },
): Promise<OperatorAnswer | null> {
  const folder = join(networkDir, FOLDER);
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  const path = join(folder, `${id}${REQUEST}`);
  const answerPath = join(folder, `${id}${ANSWER}`);
  await writeWhole(path, request);
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    const answer = answerSchema.safeParse(await contentOf(answerPath));
    if (answer.success) {
      await rm(answerPath, { force: true });
      return answer.data;
    }
    await delay(pollMs);
  }
  await rm(path, { force: true });
  return null;
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
