import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AsOf } from '#lib/protocol/rest/as-of.ts';

/** A server that such reads are answered on: any of fastify's. */
type HookedApp = {
  addHook(
    name: 'onRequest',
    hook: (request: FastifyRequest, reply: FastifyReply, done: () => void) => void,
  ): unknown;
  addHook(
    name: 'onSend',
    hook: (
      request: FastifyRequest,
      reply: FastifyReply,
      payload: unknown,
      done: (error: null, payload: unknown) => void,
    ) => void,
  ): unknown;
};

/** What everybody is told alike. */
const PUBLIC_READS: ReadonlySet<string> = new Set([
  '/v1/markets',
  '/v1/markets/:symbol',
  '/v1/markets/:symbol/ticker',
  '/v1/markets/:symbol/candles',
  '/v1/markets/:symbol/orderbook',
  '/v1/markets/:symbol/trades',
]);

type Answer = { readonly text: string; readonly vary: string };

/** A read that is being answered, since when, and who waits for the same; `null` = it failed. */
type Reading = { readonly since: AsOf; readonly waiting: ((answer: Answer | null) => void)[] };

/**
 * Answers public reads that are repeated within a millisecond with the bytes that were made for the
 * first of them: as long as no command has become durable in between, all of them say the same. The
 * more ask, the less each costs.
 */
export function repeatReads(
  app: HookedApp,
  { asOf, maxAnswers }: { readonly asOf: () => AsOf; readonly maxAnswers: number },
): void {
  const begun = new WeakMap<FastifyRequest, Reading>();
  const readings = new Map<string, Reading>();
  const answers = new Map<string, Answer>();
  let current: AsOf = { seq: 0, timestamp: 0 };

  /** The present moment; what is known of an earlier one is forgotten. */
  const present = () => {
    const { seq, timestamp } = asOf();
    if (seq !== current.seq || timestamp !== current.timestamp) {
      current = { seq, timestamp };
      answers.clear();
      readings.clear();
    }
    return current;
  };

  // Before anything is checked: what is known was asked for rightly.
  app.addHook('onRequest', (request, reply, done) => {
    if (!isRepeatable(request)) return done();
    const since = present();
    const known = answers.get(request.url);
    if (known !== undefined) return send(reply, known);
    const reading = readings.get(request.url);
    if (reading === undefined) {
      const own = { since, waiting: [] };
      readings.set(request.url, own);
      begun.set(request, own);
      return done();
    }
    // Both ask at the same moment: what the other one sees, this one would.
    reading.waiting.push((answer) => (answer === null ? done() : send(reply, answer)));
  });

  app.addHook('onSend', (request, reply, payload, done) => {
    const reading = begun.get(request);
    if (reading !== undefined) {
      begun.delete(request);
      const isWhole = reply.statusCode === 200 && typeof payload === 'string';
      const answer = isWhole ? { text: payload, vary: String(reply.getHeader('vary')) } : null;
      const isPresent = present() === reading.since;
      if (isPresent) readings.delete(request.url);
      if (answer !== null && isPresent && answers.size < maxAnswers) {
        answers.set(request.url, answer);
      }
      for (const wait of reading.waiting) wait(answer);
    }
    done(null, payload);
  });
}

function send(reply: FastifyReply, { text, vary }: Answer): void {
  reply.header('content-type', 'application/json; charset=utf-8').header('vary', vary).send(text);
}

function isRepeatable({ method, headers, routeOptions }: FastifyRequest): boolean {
  return (
    method === 'GET' &&
    PUBLIC_READS.has(routeOptions.url ?? '') &&
    !(headers.accept ?? '').includes('text/csv')
  );
}
