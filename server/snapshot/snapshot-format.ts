import { createHash } from 'node:crypto';

/** The engine's state as of one command. */
export type Snapshot = {
  /** Number and time of the last command that is in it; 0 before the first. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** The journal's chain hash after that command. */
  readonly chainHash: Uint8Array;
  /** `encodeState` of it. */
  readonly state: Uint8Array;
};

const SNAPSHOT_VERSION = 1;

const MAGIC = new TextEncoder().encode('LUXSNAPS');
const VERSION_AT = 8;
const SEQ_AT = 16;
const TIME_AT = 24;
const CHAIN_AT = 32;
const LENGTH_AT = 64;
const HASH_BYTES = 32;

/** Bytes before the state. */
const HEAD_BYTES = 72;

/**
 * The three parts of a snapshot's file: head, state, and the SHA-256 of both. They are not joined:
 * the state may be large.
 */
export function encodeSnapshot(snapshot: Snapshot): readonly Uint8Array[] {
  const { seq, time, chainHash, state } = snapshot;
  if (chainHash.length !== HASH_BYTES) throw new RangeError('a chain hash has 32 bytes');
  const head = new Uint8Array(HEAD_BYTES);
  const view = new DataView(head.buffer);
  head.set(MAGIC);
  view.setUint32(VERSION_AT, SNAPSHOT_VERSION, true);
  view.setBigUint64(SEQ_AT, BigInt(seq), true);
  view.setBigUint64(TIME_AT, BigInt(time), true);
  head.set(chainHash, CHAIN_AT);
  view.setBigUint64(LENGTH_AT, BigInt(state.length), true);
  return [head, state, hashOf([head, state])];
}

/**
 * The snapshot in a file's bytes; its state shares their memory.
 *
 * @throws SnapshotDamagedError when they are not what was written; SnapshotUnreadableError when another
 *   version of this program wrote them.
 */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  if (bytes.length < HEAD_BYTES + HASH_BYTES) throw new SnapshotDamagedError('it is cut off');
  if (MAGIC.some((byte, index) => bytes[index] !== byte)) {
    throw new SnapshotDamagedError('it does not begin as a snapshot does');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - HASH_BYTES;
  const hash = hashOf([bytes.subarray(0, end)]);
  if (Buffer.compare(hash, bytes.subarray(end)) !== 0) {
    throw new SnapshotDamagedError('its hash does not fit its content');
  }
  // Looked at behind the hash, so that a flipped bit is not taken for another version.
  const version = view.getUint32(VERSION_AT, true);
  if (version !== SNAPSHOT_VERSION) {
    const why = `it has version ${version}, version ${SNAPSHOT_VERSION} is understood`;
    throw new SnapshotUnreadableError(why);
  }
  if (view.getBigUint64(LENGTH_AT, true) !== BigInt(end - HEAD_BYTES)) {
    throw new SnapshotDamagedError('its state has another length than it says');
  }
  return {
    seq: Number(view.getBigUint64(SEQ_AT, true)),
    time: Number(view.getBigUint64(TIME_AT, true)),
    chainHash: bytes.slice(CHAIN_AT, CHAIN_AT + HASH_BYTES),
    state: bytes.subarray(HEAD_BYTES, end),
  };
}

function hashOf(parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** The bytes are not those of a whole snapshot. */
export class SnapshotDamagedError extends Error {
  override readonly name = 'SnapshotDamagedError';
}

/** The snapshot is whole, but this program does not understand it. */
export class SnapshotUnreadableError extends Error {
  override readonly name = 'SnapshotUnreadableError';

  constructor(why: string, options?: ErrorOptions) {
    super(
      `The newest snapshot cannot be read by this version: ${why}. Start the version that wrote ` +
        'it; or move the folder of snapshots away, put archived segments back into the folder of ' +
        'the journal, and start again: the state is then computed from the whole journal.',
      options,
    );
  }
}
