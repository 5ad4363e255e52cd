import { beforeEach, describe, expect, it } from 'vitest';
import { isErrorCode } from '#lib/protocol/errors.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { samplePlace } from '#scripts/testing/sample-commands.ts';
import { ScriptedLog } from '#scripts/testing/scripted-log.ts';
import { type Command, EventBuffer, rejectCodes } from '#server/engine/index.ts';
import { JournalError } from '#server/journal/index.ts';
import type { ReleasedCommands } from './released-commands.ts';
import { Sequencer } from './sequencer.ts';
import type { SequencerOptions, StopReason } from './sequencer-options.ts';

let log: ScriptedLog;
let events: EventBuffer;
let time: number;
let executed: number[];
let checkpoints: number[];
let stops: [StopReason, unknown][];

beforeEach(() => {
  log = new ScriptedLog();
  events = new EventBuffer();
  time = 1_000;
  executed = [];
  checkpoints = [];
  stops = [];
});

/** An engine whose only event carries the number of the command. */
function numberEngine({ seq }: Command): void {
  executed.push(seq);
  events.accountOpened(seq);
}

function sequencerWith(options: Partial<SequencerOptions> = {}): Sequencer {
  return new Sequencer({
    log,
    execute: numberEngine,
    events,
    lastSeq: 0,
    lastTime: 0,
    now: () => time,
    maxWaiting: 1_000,
    checkpointEvery: 4,
    onCheckpoint: (seq) => checkpoints.push(seq),
    onStopped: (reason, cause) => stops.push([reason, cause]),
    ...options,
  });
}

/** Numbers, times and events of all that is released. */
function releasesOf(sequencer: Sequencer): [number, number, unknown][] {
  const releases: [number, number, unknown][] = [];
  sequencer.onReleased((released: ReleasedCommands) => {
    for (let seq = released.firstSeq; seq <= released.lastSeq; seq += 1) {
      releases.push([seq, released.timeOf(seq), released.eventsOf(seq)]);
    }
  });
  return releases;
}

const tick = () => ({ kind: 'tick' as const, seq: 0, time: 0 });
const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));
const numbersTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** What the sequencer refuses with. */
function refusal(submit: () => unknown): unknown {
  try {
    submit();
  } catch (error) {
    if (error instanceof ProtocolError) return [error.code, error.facts];
    throw error;
  }
  return null;
}

describe('the order of commands', () => {
  it('numbers them, and stamps times that never go back', async () => {
    const sequencer = sequencerWith();
    const releases = releasesOf(sequencer);
    for (const now of [1_000, 990, 1_005, 1_004]) {
      time = now;
      sequencer.submit(tick());
    }
    await endOfTurn();
    log.makeDurable();
    expect(releases.map(([seq, at]) => [seq, at])).toEqual([
      [1, 1_000],
      [2, 1_000],
      [3, 1_005],
      [4, 1_005],
    ]);
  });

  it('goes on where the log ends, in number and time', () => {
    log.lastSeq = 7;
    log.durableSeq = 7;
    const sequencer = sequencerWith({ lastSeq: 7, lastTime: 2_000 });
    const draft = tick();
    expect(sequencer.submit(draft)).toBe(8);
    expect(draft).toMatchObject({ seq: 8, time: 2_000 });
  });

  it('does not begin with an engine that is elsewhere than the log', () => {
    log.lastSeq = 7;
    log.durableSeq = 7;
    expect(() => sequencerWith({ lastSeq: 6 })).toThrow('ends with 7, the engine with 6');
  });

  it('tells when a checkpoint is passed', () => {
    const sequencer = sequencerWith();
    for (let count = 0; count < 9; count += 1) sequencer.submit(tick());
    expect(checkpoints).toEqual([4, 8]);
  });

  it('uses no number for a command that cannot be written', () => {
    const sequencer = sequencerWith();
    const draft = { kind: 'cancel-all' as const, seq: 0, time: 0, account: 1.5, market: 0 };
    expect(() => sequencer.submit(draft)).toThrow(JournalError);
    expect([sequencer.submit(tick()), executed]).toEqual([1, [1]]);
  });

  it('gives a command that cannot be written no order ids', () => {
    const sequencer = sequencerWith();
    const draft = { ...samplePlace(0), orderId: 0, account: 1.5 };
    expect(() => sequencer.submit(draft)).toThrow(JournalError);
    expect(draft.orderId).toBe(0);
    sequencer.submit(tick());
    draft.account = 1;
    sequencer.submit(draft);
    expect(draft).toMatchObject({ seq: 2, orderId: 8 });
  });
});

describe('durable before it is released', () => {
  it('executes at once and releases when the log is durable, in order', async () => {
    const sequencer = sequencerWith();
    const releases = releasesOf(sequencer);
    for (let count = 0; count < 5; count += 1) sequencer.submit(tick());
    await endOfTurn();
    expect([executed, releases, sequencer.releasedSeq]).toEqual([numbersTo(5), [], 0]);
    log.makeDurable(3);
    expect(releases.map(([seq]) => seq)).toEqual([1, 2, 3]);
    log.makeDurable(5);
    expect(releases.map(([seq, , events]) => [seq, events])).toEqual(
      numbersTo(5).map((seq) => [seq, [{ kind: 'account-opened', account: seq }]]),
    );
  });

  it('hands all commands of a turn to the log together', async () => {
    const sequencer = sequencerWith();
    for (let count = 0; count < 10; count += 1) sequencer.submit(tick());
    expect(log.batches).toEqual([]);
    await endOfTurn();
    sequencer.submit(tick());
    await endOfTurn();
    expect(log.batches).toEqual([
      [1, 10],
      [11, 11],
    ]);
  });

  it('does not let a long turn keep the disk idle', () => {
    const sequencer = sequencerWith({ maxWaiting: 100_000 });
    for (let count = 0; count < 5_000; count += 1) sequencer.submit(tick());
    expect(log.batches.length).toBeGreaterThan(0);
  });

  it('releases each command once, however many wait and however they become durable', async () => {
    const sequencer = sequencerWith({ maxWaiting: 100_000 });
    const releases = releasesOf(sequencer);
    for (let round = 1; round <= 5; round += 1) {
      for (let count = 0; count < 3_000; count += 1) sequencer.submit(tick());
      await endOfTurn();
      log.makeDurable(round * 3_000 - 1_234);
    }
    log.makeDurable();
    expect(releases.map(([seq]) => seq)).toEqual(numbersTo(15_000));
    expect(releases.every(([seq, , events]) => accountOf(events) === seq)).toBe(true);
  });

  it('takes commands from within a listener', async () => {
    const sequencer = sequencerWith();
    const releases = releasesOf(sequencer);
    sequencer.onReleased(({ lastSeq }) => {
      if (lastSeq < 3) sequencer.submit(tick());
    });
    sequencer.submit(tick());
    for (let round = 0; round < 3; round += 1) {
      await endOfTurn();
      log.makeDurable();
    }
    expect(releases.map(([seq]) => seq)).toEqual([1, 2, 3]);
  });

  it('answers who waits for one command', async () => {
    const sequencer = sequencerWith();
    const outcomes = [sequencer.execute({ kind: 'tick' }), sequencer.execute({ kind: 'tick' })];
    await endOfTurn();
    log.makeDurable(1);
    expect(await outcomes[0]).toEqual({
      seq: 1,
      time: 1_000,
      events: [{ kind: 'account-opened', account: 1 }],
    });
    log.makeDurable(2);
    expect((await outcomes[1])?.seq).toBe(2);
  });

  it('tells listeners the commands that somebody waits for, stamped', async () => {
    const sequencer = sequencerWith();
    const told: unknown[] = [];
    sequencer.onReleased(({ firstSeq, lastSeq, commandOf }) => {
      for (let seq = firstSeq; seq <= lastSeq; seq += 1) told.push(commandOf(seq));
    });
    const outcome = sequencer.execute({ kind: 'tick' });
    sequencer.submit(tick());
    await endOfTurn();
    log.makeDurable();
    await outcome;
    expect(told).toEqual([{ kind: 'tick', seq: 1, time: 1_000 }, null]);
  });

  it('releases nothing to who no longer listens', async () => {
    const sequencer = sequencerWith();
    const seen: number[] = [];
    const end = sequencer.onReleased(({ lastSeq }) => seen.push(lastSeq));
    sequencer.submit(tick());
    await endOfTurn();
    log.makeDurable();
    end();
    sequencer.submit(tick());
    await endOfTurn();
    log.makeDurable();
    expect(seen).toEqual([1]);
  });
});

describe('the codes that it and the engine refuse with', () => {
  it('are all in the table of errors', () => {
    expect(rejectCodes.filter((code) => !isErrorCode(code))).toEqual([]);
  });
});

describe('back-pressure', () => {
  it('refuses more commands than may wait, and goes on when they are durable', async () => {
    const sequencer = sequencerWith({ maxWaiting: 3 });
    for (let count = 0; count < 3; count += 1) sequencer.submit(tick());
    expect(refusal(() => sequencer.submit(tick()))).toEqual([
      'sequencer/overloaded',
      { waiting: 3 },
    ]);
    await endOfTurn();
    log.makeDurable();
    expect(sequencer.submit(tick())).toBe(4);
  });

  it('refuses while the log has no room for the largest command', () => {
    const sequencer = sequencerWith();
    log.roomBytes = 1_023;
    expect(refusal(() => sequencer.submit(tick()))).toEqual([
      'sequencer/overloaded',
      { waiting: 0 },
    ]);
    expect(executed).toEqual([]);
  });
});

describe('when it cannot go on', () => {
  const diskFull = () =>
    new JournalError('journal/disk-full', {
      message: 'The disk is full.',
      fix: 'Free some space, then restart.',
    });

  it('takes and releases nothing after the log has stopped, and says why', async () => {
    const sequencer = sequencerWith();
    const releases = releasesOf(sequencer);
    sequencer.submit(tick());
    await endOfTurn();
    log.stop('full', diskFull());
    expect(refusal(() => sequencer.submit(tick()))).toEqual([
      'sequencer/not-accepting',
      { reason: 'journal/disk-full' },
    ]);
    expect(sequencer.stopReason?.detail).toBe('The disk is full. Free some space, then restart.');
    expect(stops.map(([{ code }]) => code)).toEqual(['journal/disk-full']);
    expect(releases).toEqual([]);
  });

  it('tells who waits that the outcome is not known', async () => {
    const sequencer = sequencerWith();
    const outcome = sequencer.execute({ kind: 'tick' });
    setImmediate(() => log.stop('full', diskFull()));
    await expect(outcome).rejects.toMatchObject({
      code: 'sequencer/outcome-unknown',
      facts: { reason: 'journal/disk-full' },
    });
  });

  it('stops when the log does not take a batch', async () => {
    const sequencer = sequencerWith();
    const outcome = sequencer.execute({ kind: 'tick' });
    log.lastSeq = 5;
    await expect(outcome).rejects.toMatchObject({ code: 'sequencer/outcome-unknown' });
    expect(sequencer.stopReason?.code).toBe('journal/sequence-conflict');
  });

  it('keeps a command that breaks the engine out of the log', async () => {
    const broken = new Error('value is not conserved');
    const sequencer = sequencerWith({
      execute: (command) => {
        if (command.seq === 2) throw broken;
        numberEngine(command);
      },
    });
    sequencer.submit(tick());
    await endOfTurn();
    expect(() => sequencer.submit(tick())).toThrow(broken);
    await endOfTurn();
    expect(log.batches).toEqual([[1, 1]]);
    expect(stops).toEqual([
      [{ code: 'engine/invariant', detail: 'Command 2 broke the engine.' }, broken],
    ]);
    expect(refusal(() => sequencer.submit(tick()))).toEqual([
      'sequencer/not-accepting',
      { reason: 'engine/invariant' },
    ]);
  });

  it('stops when a listener fails, which then has missed something', async () => {
    const sequencer = sequencerWith();
    const broken = new Error('cannot store it');
    sequencer.onReleased(() => {
      throw broken;
    });
    sequencer.submit(tick());
    await endOfTurn();
    log.makeDurable();
    expect(stops).toEqual([
      [{ code: 'sequencer/listener-failed', detail: 'After command 1.' }, broken],
    ]);
  });

  it('releases nothing more to anybody after a listener has missed a batch', async () => {
    const sequencer = sequencerWith();
    const heard: number[] = [];
    sequencer.onReleased(({ lastSeq }) => {
      heard.push(lastSeq);
      if (lastSeq === 1) throw new Error('cannot store it');
    });
    const releases = releasesOf(sequencer);
    const outcomes = [sequencer.execute({ kind: 'tick' }), sequencer.execute({ kind: 'tick' })];
    const refusals = Promise.allSettled(outcomes);
    await endOfTurn();
    log.makeDurable(1);
    log.makeDurable(2);
    expect([heard, releases, sequencer.releasedSeq]).toEqual([[1], [], 1]);
    expect(await refusals).toMatchObject([
      { reason: { code: 'sequencer/outcome-unknown' } },
      { reason: { code: 'sequencer/outcome-unknown' } },
    ]);
  });

  it('releases nothing of an engine that is not trusted any more', async () => {
    const sequencer = sequencerWith();
    const releases = releasesOf(sequencer);
    sequencer.submit(tick());
    await endOfTurn();
    sequencer.halt({ code: 'snapshot/diverged', detail: 'They differ.' }, null);
    log.makeDurable();
    expect(releases).toEqual([]);
  });

  it('stops on a fault that is found elsewhere, once', () => {
    const sequencer = sequencerWith();
    sequencer.halt({ code: 'snapshot/diverged', detail: 'They differ.' }, null);
    sequencer.halt({ code: 'snapshot/shadow-failed', detail: 'It ended.' }, null);
    expect(stops.map(([{ code }]) => code)).toEqual(['snapshot/diverged']);
    expect(refusal(() => sequencer.submit(tick()))).toEqual([
      'sequencer/not-accepting',
      { reason: 'snapshot/diverged' },
    ]);
  });
});

describe('closing', () => {
  it('makes durable and releases what was taken, and takes no more', async () => {
    const sequencer = sequencerWith();
    const releases = releasesOf(sequencer);
    const outcome = sequencer.execute({ kind: 'tick' });
    await sequencer.close();
    expect((await outcome).seq).toBe(1);
    expect(releases.length).toBe(1);
    expect(refusal(() => sequencer.submit(tick()))).toEqual([
      'sequencer/not-accepting',
      { reason: 'sequencer/closed' },
    ]);
  });

  it('tells of a listener that fails meanwhile, and releases nothing more', async () => {
    const sequencer = sequencerWith();
    const broken = new Error('cannot store it');
    sequencer.onReleased(() => {
      throw broken;
    });
    const releases = releasesOf(sequencer);
    sequencer.submit(tick());
    sequencer.submit(tick());
    await endOfTurn();
    log.flush = () => {
      log.makeDurable(1);
      log.makeDurable(2);
      return Promise.resolve();
    };
    await sequencer.close();
    expect(stops.map(([{ code }, cause]) => [code, cause])).toEqual([
      ['sequencer/listener-failed', broken],
    ]);
    expect(releases).toEqual([]);
  });

  it('fails when what was taken cannot be made durable', async () => {
    const sequencer = sequencerWith();
    sequencer.submit(tick());
    log.flush = () => Promise.reject(new Error('no disk'));
    await expect(sequencer.close()).rejects.toThrow('no disk');
  });
});

function accountOf(events: unknown): unknown {
  return Array.isArray(events) ? events[0]?.account : null;
}
