import { beforeEach, describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { PublicRpcHandler } from './rpc-handler.ts';
import { SharedResults } from './shared-results.ts';

let moment: { seq: number; feedSeq: number; oracleSeq: number; timeMs: number };
let asked: unknown[];
let shared: SharedResults;

const sharing = (bounds: { maxResults?: number; maxChars?: number } = {}) =>
  new SharedResults({
    maxResults: 10,
    maxChars: 1_000,
    ...bounds,
    moment: () => ({ ...moment }),
  });

beforeEach(() => {
  moment = { seq: 1, feedSeq: 1, oracleSeq: 1, timeMs: 1_000 };
  asked = [];
  shared = sharing();
});

const count: PublicRpcHandler = (params) => asked.push(params);

const ask = (params: object = {}, handler = count) =>
  shared.of({ method: 'count', params, dialect: 'plain', handler });

describe('SharedResults', () => {
  it('asks once for what is asked for at one moment', () => {
    expect([ask(), ask(), ask()]).toEqual(['1', '1', '1']);
  });

  it.each(['seq', 'feedSeq', 'oracleSeq', 'timeMs'] as const)(
    'asks anew when %s went on, or back',
    (name) => {
      expect(ask()).toBe('1');
      moment[name] += 1;
      expect(ask()).toBe('2');
      moment[name] -= 1;
      expect(ask()).toBe('3');
    },
  );

  it('tells methods, dialects and parameters apart', () => {
    const calls = [
      { method: 'a', params: {}, dialect: 'plain' },
      { method: 'a', params: {}, dialect: 'snake' },
      { method: 'a {}', params: {}, dialect: 'plain' },
      { method: 'a', params: [], dialect: 'plain' },
      { method: 'a', params: { x: 1 }, dialect: 'plain' },
      { method: 'a', params: { x: '1' }, dialect: 'plain' },
      { method: 'a', params: { x: '1"}' }, dialect: 'plain' },
      { method: 'a', params: { x: null }, dialect: 'plain' },
    ] as const;
    const results = calls.map((call) => shared.of({ ...call, handler: count }));
    expect(new Set(results).size).toBe(calls.length);
  });

  it('shares nothing that long parameters ask for', () => {
    const params = { symbol: 'x'.repeat(200) };
    expect([ask(params), ask(params)]).toEqual(['1', '2']);
  });

  it('keeps no more results, and no longer ones, than it may', () => {
    shared = sharing({ maxResults: 1 });
    expect([ask(), ask({ x: 1 }), ask({ x: 1 }), ask()]).toEqual(['1', '2', '3', '1']);
    asked = [];
    shared = sharing({ maxChars: 3 });
    const long: PublicRpcHandler = () => String(asked.push(null)).padEnd(2);
    expect([ask({}, long), ask({}, long)]).toEqual(['"1 "', '"2 "']);
  });

  it('lets those who ask meanwhile wait for the first, and keeps what it found', async () => {
    const gate = Promise.withResolvers<void>();
    const slow: PublicRpcHandler = async (params) => {
      const number = asked.push(params);
      await gate.promise;
      return number;
    };
    const reads = [ask({}, slow), ask({}, slow)];
    gate.resolve();
    expect(await Promise.all(reads)).toEqual(['1', '1']);
    expect(ask({}, slow)).toBe('1');
  });

  it('forgets what was found while the exchange went on', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const slow: PublicRpcHandler = async (params) => {
      const number = asked.push(params);
      await gates[number - 1]?.promise;
      return number;
    };
    const before = ask({}, slow);
    moment.seq += 1;
    const after = ask({}, slow);
    gates[0]?.resolve();
    expect(await before).toBe('1');
    const meanwhile = ask({}, slow);
    gates[1]?.resolve();
    expect(await Promise.all([after, meanwhile])).toEqual(['2', '2']);
    moment.seq += 1;
    expect(await ask({}, slow)).toBe('3');
  });

  it('keeps no failure', async () => {
    const failing: PublicRpcHandler = () => {
      const facts = { number: asked.push(null) };
      return Promise.reject(new ProtocolError('gateway/unknown-symbol', { facts }));
    };
    const failures = await Promise.allSettled([ask({}, failing), ask({}, failing)]);
    expect(failures).toMatchObject([
      { reason: { facts: { number: 1 } } },
      { reason: { facts: { number: 1 } } },
    ]);
    await expect(ask({}, failing)).rejects.toMatchObject({ facts: { number: 2 } });
    const thrown: PublicRpcHandler = () => {
      throw new Error(String(asked.push(null)));
    };
    expect(() => ask({ x: 1 }, thrown)).toThrow('3');
    expect(() => ask({ x: 1 }, thrown)).toThrow('4');
  });
});
