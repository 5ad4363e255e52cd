import { fastify } from 'fastify';
import { expect, it } from 'vitest';
import { repeatReads } from './repeated-reads.ts';

const TICKER = '/v1/markets/BTC-USDT/ticker';

/** A server that counts how often it is really asked, and a clock and a sequence that stand still. */
function serverWith({ maxAnswers = 10, status = 200 } = {}) {
  const moment = { seq: 7, timestamp: 1_000 };
  const asked: string[] = [];
  const app = fastify();
  repeatReads(app, { asOf: () => ({ ...moment }), maxAnswers });
  const answer = { during: () => undefined as unknown };
  for (const path of ['/v1/markets/:symbol/ticker', '/v1/balances']) {
    app.get(path, async (request, reply) => {
      asked.push(request.url);
      await answer.during();
      return await reply.code(status).header('vary', 'Origin').send({ asked: asked.length });
    });
  }
  const get = async (url: string, headers = {}) => await app.inject({ url, headers });
  return { moment, asked, answer, get };
}

it('answers a read that is repeated at once with the same bytes', async () => {
  const { asked, get } = serverWith();
  const first = await get(TICKER);
  const second = await get(TICKER);
  expect(second.body).toBe('{"asked":1}');
  for (const name of ['content-type', 'vary', 'content-length'] as const) {
    expect(second.headers[name]).toBe(first.headers[name]);
  }
  await get(`${TICKER}?depth=20`);
  expect(asked).toHaveLength(2);
});

it.each(['seq', 'timestamp'] as const)('looks anew when the %s went on', async (name) => {
  const { moment, get } = serverWith();
  await get(TICKER);
  moment[name] += 1;
  expect((await get(TICKER)).body).toBe('{"asked":2}');
});

it('keeps nothing of a read during which the exchange went on', async () => {
  const { moment, answer, get } = serverWith();
  answer.during = () => {
    moment.seq += 1;
  };
  await get(TICKER);
  answer.during = () => undefined;
  expect((await get(TICKER)).body).toBe('{"asked":2}');
});

it('answers those who ask meanwhile together with the first', async () => {
  const { moment, asked, answer, get } = serverWith();
  const gate = Promise.withResolvers<void>();
  answer.during = async () => await gate.promise;
  const reads = [get(TICKER), get(TICKER), get(TICKER)];
  await expect.poll(() => asked.length).toBe(1);
  moment.seq += 1;
  // Of another moment: this one waits for nobody.
  const later = get(TICKER);
  await expect.poll(() => asked.length).toBe(2);
  gate.resolve();
  const bodies = (await Promise.all(reads)).map(({ body }) => body);
  expect(new Set(bodies).size).toBe(1);
  await later;
  expect(asked).toHaveLength(2);
});

it('lets those who wait ask themselves when the first fails', async () => {
  const { asked, get } = serverWith({ status: 503 });
  const answers = await Promise.all([get(TICKER), get(TICKER), get(TICKER)]);
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([503, 503, 503]);
  expect(asked).toHaveLength(3);
});

it.each([
  ['of an account', '/v1/balances', {}],
  ['that prefers CSV', TICKER, { accept: 'text/csv' }],
])('looks anew for a read %s', async (_what, url, headers) => {
  const { asked, get } = serverWith();
  await get(url, headers);
  await get(url, headers);
  expect(asked).toHaveLength(2);
});

it('keeps no errors, and no more than it may', async () => {
  const failing = serverWith({ status: 404 });
  await failing.get(TICKER);
  await failing.get(TICKER);
  expect(failing.asked).toHaveLength(2);
  const small = serverWith({ maxAnswers: 1 });
  for (const url of [TICKER, `${TICKER}?a`, TICKER, `${TICKER}?a`]) await small.get(url);
  expect(small.asked).toEqual([TICKER, `${TICKER}?a`, `${TICKER}?a`]);
});
