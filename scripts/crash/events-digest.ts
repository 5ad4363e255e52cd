import type { EngineEvent } from '#server/engine/index.ts';

/** A short fingerprint of what a command did (FNV-1a of its text). */
export function eventsDigest(events: readonly EngineEvent[]): number {
  const text = JSON.stringify(events);
  let hash = 0x811c_9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x0100_0193);
  }
  return hash >>> 0;
}
