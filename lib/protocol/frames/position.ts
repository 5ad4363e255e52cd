import * as z from 'zod/mini';
import { countField, flagField } from '../fields.ts';

/**
 * Where a frame stands in its stream (a channel and a symbol). `sequence` counts the stream's frames;
 * a delta names its predecessor in `prev_sequence`, a snapshot stands for all before it.
 */
export const streamPosition = {
  sequence: countField(),
  prev_sequence: z.optional(countField()),
  snapshot: flagField,
};

/** The same, decoded. */
export type StreamPosition = {
  readonly sequence: number;
  /** `null` for a snapshot. */
  readonly prevSequence: number | null;
};

/** The members of `data` that carry a position. */
export type WireStreamPosition = {
  readonly sequence: number;
  readonly prev_sequence?: number | undefined;
  readonly snapshot: boolean;
};

/** The members of a frame's `data` that say where it stands. */
export function encodeStreamPosition({
  sequence,
  prevSequence,
}: StreamPosition): WireStreamPosition {
  if (prevSequence === null) return { sequence, snapshot: true };
  return { sequence, prev_sequence: prevSequence, snapshot: false };
}

/** Where a frame stands, from the members of its `data`. */
export function decodeStreamPosition(wire: WireStreamPosition): StreamPosition {
  return {
    sequence: wire.sequence,
    prevSequence: wire.snapshot ? null : (wire.prev_sequence ?? null),
  };
}

/** The members of data that is pushed on a stream, but also answers requests: then it has none. */
export const maybeStreamPosition = {
  sequence: z.optional(countField()),
  prev_sequence: z.optional(countField()),
  snapshot: z.optional(flagField),
};

/** Where a frame stands; `null` for one that answers a request. */
export function decodeMaybePosition(wire: {
  readonly sequence?: number | undefined;
  readonly prev_sequence?: number | undefined;
  readonly snapshot?: boolean | undefined;
}): StreamPosition | null {
  const { sequence, prev_sequence: prevSequence, snapshot = false } = wire;
  if (sequence === undefined) return null;
  return decodeStreamPosition({ sequence, prev_sequence: prevSequence, snapshot });
}
