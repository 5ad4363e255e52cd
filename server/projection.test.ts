import { expect, it } from 'vitest';
import type { Command, EngineEvent } from './engine/index.ts';
import { type CommandEffects, followExchange, type Projection } from './projection.ts';
import type { ReleasedCommands } from './sequencer/index.ts';

const opened: EngineEvent = { kind: 'account-opened', account: 1 };

function released(firstSeq: number, lastSeq: number, decoded: number[] = []): ReleasedCommands {
  return {
    firstSeq,
    lastSeq,
    timeOf: (seq) => 1_000 + seq,
    eventsOf: (seq) => {
      decoded.push(seq);
      return [opened];
    },
    commandOf: (seq) => ({ kind: 'tick', seq, time: 1_000 + seq }),
  };
}

it('gives every projection each command in order, and settles when all have the whole batch', () => {
  const log: string[] = [];
  const listeners = new Set<(batch: ReleasedCommands) => void>();
  const logging = (name: string): Projection => ({
    take: ({ seq, timeMs, events }: CommandEffects, command: Command | null) =>
      log.push(`${name} takes ${command?.kind} ${seq} of ${timeMs} with ${events.length}`),
    settle: () => log.push(`${name} settles`),
  });
  const port = {
    onReleased(listener: (batch: ReleasedCommands) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const end = followExchange(port, [logging('one'), logging('other')]);
  const decoded: number[] = [];
  for (const listener of listeners) listener(released(7, 8, decoded));
  expect(log).toEqual([
    'one takes tick 7 of 1007 with 1',
    'other takes tick 7 of 1007 with 1',
    'one takes tick 8 of 1008 with 1',
    'other takes tick 8 of 1008 with 1',
    'one settles',
    'other settles',
  ]);
  expect(decoded).toEqual([7, 8]);
  end();
  for (const listener of listeners) listener(released(9, 9));
  expect(log).toHaveLength(6);
});
