import { describe, expect, it } from 'vitest';
import { CommandBuilder } from '#scripts/simulator/command-builder.ts';
import { SpokenExchange } from '#scripts/testing/spoken-exchange.ts';
import { EngineState } from './engine-state.ts';
import { execute } from './execute.ts';
import { InvariantError } from './invariant.ts';

describe('sequence and time', () => {
  it.each([
    ['the same number again', 4, 1_000],
    ['a number left out', 6, 1_000],
    ['an earlier number', 1, 1_000],
  ])('%s stops the process', (_, seq, time) => {
    const { state } = untilCommand4();
    expect(() => execute(state, { kind: 'tick', seq, time })).toThrow(
      new InvariantError('a command is out of sequence'),
    );
  });

  it('a time that goes back stops the process, the same time again does not', () => {
    const { state } = untilCommand4();
    const tick = { kind: 'tick', seq: 5 } as const;
    expect(() => execute(state, { ...tick, time: 999 })).toThrow(
      new InvariantError('time goes back'),
    );
    expect(() => execute(state, { ...tick, time: 1_000 })).not.toThrow();
    expect([state.seq, state.time]).toEqual([5, 1_000]);
  });

  it('a command of an unknown kind stops the process', () => {
    const { state } = untilCommand4();
    const command = { ...new CommandBuilder().tick(), seq: 5 };
    Object.assign(command, { kind: 'dance' });
    expect(() => execute(state, command)).toThrow(InvariantError);
  });

  it('are no part of the state’s bytes', () => {
    const one = SpokenExchange.open();
    const other = SpokenExchange.open();
    other.say('tick 8000', '9 buys 1 @ 1', 'tick 9000');
    expect(other.bytes).toEqual(one.bytes);
  });

  /** An engine that has executed four commands at 1,000 ms. */
  function untilCommand4(): { readonly state: EngineState } {
    const state = new EngineState();
    const build = new CommandBuilder();
    for (let seq = 1; seq <= 4; seq += 1) execute(state, build.openAccount());
    return { state };
  }
});
