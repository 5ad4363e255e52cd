import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  decodeSnapshot,
  encodeSnapshot,
  SnapshotDamagedError,
  SnapshotUnreadableError,
} from './snapshot-format.ts';

const snapshot = {
  seq: 9_007_199_254_740_000,
  time: 1_790_000_040_000,
  chainHash: Uint8Array.from({ length: 32 }, (_, index) => 255 - index),
  state: Uint8Array.from({ length: 300 }, (_, index) => index % 251),
};

function fileOf(value = snapshot): Buffer {
  return Buffer.concat(encodeSnapshot(value));
}

describe('the snapshot format', () => {
  it('gives back what was written', () => {
    const read = decodeSnapshot(fileOf());
    expect(read).toMatchObject({ seq: snapshot.seq, time: snapshot.time });
    expect([...read.chainHash]).toEqual([...snapshot.chainHash]);
    expect([...read.state]).toEqual([...snapshot.state]);
  });

  it('holds an empty state', () => {
    expect(decodeSnapshot(fileOf({ ...snapshot, state: new Uint8Array() })).state.length).toBe(0);
  });

  it('notices every flipped bit', () => {
    const whole = fileOf();
    for (let index = 0; index < whole.length; index += 1) {
      const bytes = Buffer.from(whole);
      bytes[index] = (bytes[index] ?? 0) ^ 0x10;
      expect(() => decodeSnapshot(bytes), `byte ${index}`).toThrow(SnapshotDamagedError);
    }
  });

  it('notices every cut', () => {
    const whole = fileOf();
    for (let length = 0; length < whole.length; length += 1) {
      expect(() => decodeSnapshot(whole.subarray(0, length))).toThrow(SnapshotDamagedError);
    }
  });

  it('refuses another version with what to do', () => {
    const bytes = fileOf();
    bytes.writeUInt32LE(2, 8);
    const body = bytes.subarray(0, -32);
    createHash('sha256').update(body).digest().copy(bytes, body.length);
    expect(() => decodeSnapshot(bytes)).toThrow(SnapshotUnreadableError);
    expect(() => decodeSnapshot(bytes)).toThrow(/has version 2.*move the folder/);
  });

  it('does not take a chain hash of another length', () => {
    expect(() => encodeSnapshot({ ...snapshot, chainHash: new Uint8Array(31) })).toThrow(
      '32 bytes',
    );
  });
});
