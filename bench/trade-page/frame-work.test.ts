import { describe, expect, it } from 'vitest';
import { frameWork, type TraceEvent } from './frame-work.ts';

const main = { pid: 1, tid: 1 };
const thread: TraceEvent = {
  ...main,
  name: 'thread_name',
  ph: 'M',
  ts: 0,
  args: { name: 'CrRendererMain' },
};
const frame = (ms: number): TraceEvent => ({
  ...main,
  name: 'FireAnimationFrame',
  ph: 'X',
  ts: ms * 1_000,
  dur: 10,
});
const task = (ms: number, durationMs: number, more: Partial<TraceEvent> = {}): TraceEvent => ({
  ...main,
  name: 'RunTask',
  ph: 'X',
  ts: ms * 1_000,
  dur: durationMs * 1_000,
  ...more,
});

describe('frameWork', () => {
  it('sums the tasks from one frame to the next', () => {
    const events = [
      thread,
      frame(100),
      task(101, 3),
      task(105, 2),
      frame(116),
      task(117, 1),
      frame(132),
      task(133, 40),
    ];
    expect(frameWork(events)).toMatchObject({
      frames: 2,
      seconds: 0.032,
      longest: 5,
      longestTask: 3,
      busy: 6 / 32,
    });
  });

  it('takes several callbacks of a frame for one', () => {
    expect(frameWork([thread, frame(100), frame(100.5), frame(116), task(101, 2)])).toMatchObject({
      frames: 1,
      longest: 2,
    });
  });

  it('counts a task within a task once, and the processor’s time where it is told', () => {
    const events = [thread, frame(100), frame(116), task(101, 3), task(101, 2.9), task(105, 9)];
    expect(frameWork(events).longest).toBe(12);
    const told = [thread, frame(100), frame(116), task(101, 9, { tdur: 4_000 })];
    expect(frameWork(told).longest).toBe(4);
  });

  it('looks at the busiest page only', () => {
    const other = { pid: 2, tid: 1 };
    const events = [
      thread,
      { ...thread, ...other },
      frame(100),
      frame(116),
      task(101, 2),
      task(102, 1, other),
    ];
    expect(frameWork(events).longest).toBe(2);
  });

  it('refuses a trace without frames', () => {
    expect(() => frameWork([thread, task(1, 1)])).toThrow(RangeError);
  });
});
