import { describe, expect, it } from 'vitest';
import { frameText } from '#scripts/testing/frame-text.ts';
import { Stream, type StreamOptions, type StreamSubscriber } from './stream.ts';
import type { FrameForm, StreamFrame } from './stream-frame.ts';

/** What a frame says, parsed. */
function read(frame: StreamFrame | null, form: FrameForm = 'typed', channel?: string) {
  const bytes = frame?.bytes(form, channel) ?? null;
  return bytes === null ? null : JSON.parse(frameText(bytes));
}

function positions(frames: readonly StreamFrame[] | null) {
  return frames?.map((frame) => read(frame).data.sequence) ?? null;
}

class Follower implements StreamSubscriber {
  readonly form = 'typed';
  readonly frames: StreamFrame[] = [];

  deliver(frame: StreamFrame): void {
    this.frames.push(frame);
  }
}

function begin(options: Partial<StreamOptions> = {}) {
  let seq = 100;
  let value = 0;
  let encoded = 0;
  const events: string[] = [];
  const stream = new Stream({
    name: 'values:7',
    channel: 'values',
    snapshot: () => {
      const whole = value;
      return { type: 'value_update', data: () => ({ value: whole }) };
    },
    replayFrames: 3,
    numbers: { current: () => seq, boot: () => 100 },
    onBusy: () => events.push('busy'),
    onIdle: () => events.push('idle'),
    ...options,
  });
  const publish = (at: number) => {
    seq = at;
    value += 1;
    const now = value;
    const data = () => {
      encoded += 1;
      return { value: now };
    };
    stream.publish({ type: 'value_update', data }, { seq, timestampMs: 1_000 + at });
  };
  return {
    stream,
    publish,
    events,
    encodings: () => encoded,
    asOf: () => ({ seq, timestampMs: 5 }),
  };
}

describe('a stream', () => {
  it('counts its frames, and says what a snapshot stands for', () => {
    const { stream, publish, asOf } = begin();
    const follower = new Follower();
    stream.add(follower);
    publish(101);
    publish(105);
    expect(follower.frames.map((frame) => read(frame))).toEqual([
      {
        type: 'value_update',
        data: { value: 1, sequence: 1, prev_sequence: 0, snapshot: false },
        seq: 101,
        timestamp: 1_101,
      },
      {
        type: 'value_update',
        data: { value: 2, sequence: 2, prev_sequence: 1, snapshot: false },
        seq: 105,
        timestamp: 1_105,
      },
    ]);
    expect(read(stream.snapshot(asOf()))).toEqual({
      type: 'value_update',
      data: { value: 2, sequence: 2, snapshot: true },
      seq: 105,
      timestamp: 5,
    });
  });

  it('encodes a frame once for all who get it alike, and not for nobody', () => {
    const { stream, publish, encodings } = begin();
    const followers = [new Follower(), new Follower()];
    publish(101);
    for (const follower of followers) stream.add(follower);
    publish(102);
    expect(encodings()).toBe(0);
    const [one, other] = followers.map(({ frames }) => frames[0]?.bytes('typed'));
    expect(one).toBe(other);
    expect(encodings()).toBe(1);
  });

  it('calls its channel as the client does, and repeats the data where that is wanted', () => {
    const { stream, publish } = begin();
    const follower = new Follower();
    stream.add(follower);
    publish(101);
    const [frame] = follower.frames;
    const data = { value: 1, sequence: 1, prev_sequence: 0, snapshot: false };
    const rest = { data, seq: 101, timestamp: 1_101 };
    expect(read(frame ?? null, 'short')).toEqual({ channel: 'values', ...rest });
    expect(read(frame ?? null, 'short', 'alias')).toEqual({ channel: 'alias', ...rest });
    expect(read(frame ?? null, 'flat', 'alias')).toEqual({ channel: 'alias', ...rest, ...data });
    expect(frame?.bytes('short', 'alias')).toBe(frame?.bytes('short', 'alias'));
  });

  it('says nothing in forms that have nothing to say', () => {
    const snapshot = () => ({ type: 't', data: () => ({ all: [] }), whole: null });
    const { stream, asOf } = begin({ snapshot });
    const frame = stream.snapshot(asOf());
    expect(read(frame)).toMatchObject({ data: { all: [] } });
    expect(frame?.bytes('short')).toBeNull();
    expect(frame?.bytes('flat')).toBeNull();
  });

  it('makes a snapshot once, as long as nothing happens', () => {
    const { stream, publish, asOf } = begin();
    publish(101);
    const first = stream.snapshot(asOf());
    expect(stream.snapshot(asOf())).toBe(first);
    expect(stream.snapshot({ ...asOf(), seq: 102 })?.seq).toBe(102);
    publish(103);
    expect(stream.snapshot(asOf())).not.toBe(first);
  });

  it('says of a snapshot what it is as of, where that is not now', () => {
    const snapshot = () => ({ type: 't', data: () => ({}), asOf: { seq: 104, timestampMs: 9 } });
    const { stream } = begin({ snapshot });
    const frame = stream.snapshot({ seq: 107, timestampMs: 10 });
    expect(read(frame)).toMatchObject({ seq: 104, timestamp: 9 });
    expect(stream.snapshot({ seq: 108, timestampMs: 11 })).toBe(frame);
  });

  it('tells when its first follower comes and when its last one leaves', () => {
    const { stream, events } = begin();
    const [one, other] = [new Follower(), new Follower()];
    stream.add(one);
    stream.add(other);
    stream.remove(one);
    stream.remove(one);
    expect(events).toEqual(['busy']);
    stream.remove(other);
    expect(events).toEqual(['busy', 'idle']);
    expect(stream.subscriberCount).toBe(0);
  });
});

describe('a stream whose state became another one', () => {
  it('is told whole to all who follow it, and begins anew', () => {
    const { stream, publish, asOf } = begin();
    const follower = new Follower();
    stream.add(follower);
    publish(101);
    stream.refresh(asOf());
    publish(102);
    expect(follower.frames.map((frame) => read(frame).data)).toEqual([
      { value: 1, sequence: 1, prev_sequence: 0, snapshot: false },
      { value: 1, sequence: 1, snapshot: true },
      { value: 2, sequence: 2, prev_sequence: 1, snapshot: false },
    ]);
    expect(stream.missedSince(101)).toBeNull();
    expect(positions(stream.missedSince(102))).toEqual([]);
  });

  it('says nothing while there is no state', () => {
    const { stream, asOf } = begin({ snapshot: () => null });
    const follower = new Follower();
    stream.add(follower);
    stream.refresh(asOf());
    expect(follower.frames).toEqual([]);
  });
});

describe('coming back to a stream', () => {
  it('gives what was missed, and nothing when that is nothing', () => {
    const { stream, publish } = begin();
    for (const seq of [101, 103, 107]) publish(seq);
    expect(positions(stream.missedSince(101))).toEqual([2, 3]);
    expect(positions(stream.missedSince(104))).toEqual([3]);
    expect(positions(stream.missedSince(107))).toEqual([]);
  });

  it('wants a snapshot when that is too long ago', () => {
    const { stream, publish } = begin();
    for (let seq = 101; seq <= 106; seq += 1) publish(seq);
    expect(positions(stream.missedSince(103))).toEqual([4, 5, 6]);
    expect(stream.missedSince(102)).toBeNull();
  });

  it('wants a snapshot for numbers of an earlier process, and for those not given yet', () => {
    const { stream, publish } = begin();
    expect(stream.missedSince(100)).toBeNull();
    publish(100);
    publish(101);
    expect(stream.missedSince(99)).toBeNull();
    expect(stream.missedSince(100)).toBeNull();
    expect(stream.missedSince(102)).toBeNull();
    expect(positions(stream.missedSince(101))).toEqual([]);
  });

  it('wants a snapshot where several frames carry one number', () => {
    const { stream, publish } = begin();
    for (const seq of [101, 102, 102, 103]) publish(seq);
    expect(stream.missedSince(102)).toBeNull();
    expect(positions(stream.missedSince(101))).toEqual([2, 3, 4]);
    expect(positions(stream.missedSince(103))).toEqual([]);
  });

  it('wants a snapshot where a frame carries the number of a snapshot that was given', () => {
    const { stream, publish, asOf } = begin();
    publish(101);
    stream.snapshot({ ...asOf(), seq: 104 });
    publish(104);
    expect(stream.missedSince(104)).toBeNull();
    expect(positions(stream.missedSince(101))).toEqual([2]);
  });

  it('begins anew after the stream forgot what it sent', () => {
    const { stream, publish } = begin();
    for (const seq of [101, 102]) publish(seq);
    stream.forget();
    expect(stream.missedSince(102)).toBeNull();
    publish(105);
    expect(stream.missedSince(102)).toBeNull();
    expect(positions(stream.missedSince(105))).toEqual([]);
  });
});
