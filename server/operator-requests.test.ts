import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  askSidecarOfFolder,
  type OperatorAnswer,
  type OperatorRequest,
  serveOperatorRequests,
} from './operator-requests.ts';

const request: OperatorRequest = { command: 'thaw', address: '0xab' };

let networkDir: string;
let stopping: AbortController;
let serving: Promise<void>;
let asked: OperatorRequest[];
let act: (request: OperatorRequest) => Promise<OperatorAnswer>;
let errors: string[];

beforeEach(() => {
  networkDir = mkdtempSync(join(tmpdir(), 'lux-requests-'));
  stopping = new AbortController();
  serving = Promise.resolve();
  asked = [];
  errors = [];
  act = () => Promise.resolve({ done: true, text: 'It is done.' });
});

afterEach(async () => {
  stopping.abort();
  await serving;
  rmSync(networkDir, { recursive: true });
});

function serve(): void {
  const logger = {
    warn: () => undefined,
    error: (_: object, message: string) => errors.push(message),
  };
  const acting = async (one: OperatorRequest) => {
    asked.push(one);
    return await act(one);
  };
  const options = { networkDir, act: acting, pollMs: 2, now: () => Date.now(), logger };
  serving = serveOperatorRequests(options, stopping.signal);
}

const ask = (id: string, patienceMs = 20_000) =>
  askSidecarOfFolder(request, { networkDir, id, patienceMs, pollMs: 2 });
const left = () => readdirSync(join(networkDir, 'operator-requests'));

describe('what the operator asks for in the data folder', () => {
  it('is done once and answered, and leaves nothing behind', async () => {
    serve();
    expect(await ask('one')).toEqual({ done: true, text: 'It is done.' });
    expect(asked).toEqual([request]);
    await expect.poll(left).toEqual([]);
  });

  it('is done by a sidecar that starts later', async () => {
    const asking = ask('one');
    await expect.poll(() => left().length).toBe(1);
    serve();
    expect(await asking).toMatchObject({ done: true });
  });

  it('is taken back when nobody answers', async () => {
    expect(await ask('one', 20)).toBeNull();
    expect(left()).toEqual([]);
    serve();
    expect(asked).toEqual([]);
  });

  it('is taken back when whoever asks has enough of waiting', async () => {
    const leaving = new AbortController();
    const asking = askSidecarOfFolder(request, {
      ...{ networkDir, id: 'one', patienceMs: 20_000, pollMs: 2 },
      signal: leaving.signal,
    });
    await expect.poll(() => left().length).toBe(1);
    leaving.abort();
    expect(await asking).toBeNull();
    expect(left()).toEqual([]);
  });

  it('is not done when nobody waits for it any more, as when who asked was ended', async () => {
    const folder = join(networkDir, 'operator-requests');
    mkdirSync(folder);
    const over = JSON.stringify({ ...request, until: Date.now() - 1 });
    writeFileSync(join(folder, 'one.request.json'), over);
    serve();
    await expect.poll(left).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('leaves no answer behind that nobody fetched', async () => {
    const folder = join(networkDir, 'operator-requests');
    mkdirSync(folder);
    const answer = '{"done":true,"text":""}';
    for (const name of ['old.answer.json', 'new.answer.json']) {
      writeFileSync(join(folder, name), answer);
    }
    const old = new Date(Date.now() - 61_000);
    utimesSync(join(folder, 'old.answer.json'), old, old);
    serve();
    await expect.poll(left).toEqual(['new.answer.json']);
  });

  it('is tried again when it could not be done now', async () => {
    let isDown = true;
    act = () => {
      if (!isDown) return Promise.resolve({ done: false, text: 'It is not frozen.' });
      isDown = false;
      return Promise.reject(new Error('the chain does not answer'));
    };
    serve();
    expect(await ask('one')).toEqual({ done: false, text: 'It is not frozen.' });
    expect([asked.length, errors.length]).toEqual([2, 1]);
  });

  it.each([
    ['no JSON', '{'],
    ['another command', '{"command":"withdraw","address":"0xab","until":9e12}'],
    ['more than is known', '{"command":"thaw","address":"0xab","until":9e12,"amount":"1"}'],
    ['an address that is no text', '{"command":"thaw","address":["0xab"],"until":9e12}'],
    ['no end', '{"command":"thaw","address":"0xab"}'],
  ])('is refused when it is %s', async (_, text) => {
    const folder = join(networkDir, 'operator-requests');
    mkdirSync(folder);
    writeFileSync(join(folder, 'x.request.json'), text);
    serve();
    await expect.poll(left).toEqual(['x.answer.json']);
    expect(asked).toEqual([]);
  });

  it('is for its owner’s eyes and hands only', async () => {
    const asking = ask('one');
    await expect.poll(() => left().includes('one.request.json')).toBe(true);
    const folder = join(networkDir, 'operator-requests');
    expect(statSync(folder).mode % 0o1000).toBe(0o700);
    expect(statSync(join(folder, 'one.request.json')).mode % 0o1000).toBe(0o600);
    serve();
    await asking;
  });
});
