import { describe, expect, it } from 'vitest';
import { EngineState } from '#server/engine/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import { durableRead, glance } from './glance.ts';

/** A port whose reads are durable when a test says so. */
function heldPort() {
  const state = new EngineState();
  const held: { release: () => void; fail: (error: Error) => void } = {
    release: () => undefined,
    fail: () => undefined,
  };
  const port: Pick<ExchangePort, 'glance' | 'read'> = {
    glance: (look) => look(state),
    read: async (look) => {
      const value = look(state);
      await new Promise<void>((resolve, reject) => {
        held.release = resolve;
        held.fail = reject;
      });
      return { value, seq: 7 };
    },
  };
  return { port, held };
}

function refusing(): never {
  throw new RangeError('not now');
}

/** What has become of a promise so far. */
async function progressOf(promise: Promise<unknown>): Promise<string> {
  const ends = promise.then(
    () => 'resolved',
    (error: Error) => error.message,
  );
  await new Promise((resolve) => setImmediate(resolve));
  return await Promise.race([ends, Promise.resolve('waits')]);
}

describe('glance', () => {
  it('sees the engine at once, durable or not', () => {
    const seen = glance(heldPort().port, (state) => state.seq);
    expect(seen).toEqual({ refused: false, value: 0 });
  });

  it('tells a refusal only when what it rests on is durable', async () => {
    const { port, held } = heldPort();
    const seen = glance(port, refusing);
    if (!seen.refused) throw new Error('it was not refused');
    const refusal = seen.refusal();
    expect(await progressOf(refusal)).toBe('waits');
    held.release();
    await expect(refusal).rejects.toThrow('not now');
  });

  it('tells that the log stopped instead of a refusal that may never have happened', async () => {
    const { port, held } = heldPort();
    const seen = glance(port, refusing);
    if (!seen.refused) throw new Error('it was not refused');
    const refusal = seen.refusal();
    held.fail(new Error('the log stopped'));
    await expect(refusal).rejects.toThrow('the log stopped');
  });

  it('tells why the engine cannot be looked at', async () => {
    const error = new Error('the engine recovers');
    const recovering = {
      glance: () => {
        throw error;
      },
      read: () => Promise.reject(error),
    };
    const seen = glance(recovering, (state) => state.seq);
    if (!seen.refused) throw new Error('it was not refused');
    await expect(seen.refusal()).rejects.toThrow('the engine recovers');
  });
});

describe('durableRead', () => {
  it('answers, and refuses, only when what it saw is durable', async () => {
    for (const [look, end] of [
      [() => 5, 'resolved'],
      [refusing, 'not now'],
    ] as const) {
      const { port, held } = heldPort();
      const answer = durableRead(port, look);
      expect(await progressOf(answer)).toBe('waits');
      held.release();
      expect(await progressOf(answer)).toBe(end);
    }
  });
});
