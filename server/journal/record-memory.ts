/** Memory that records are written in as words and stored as bytes, little-endian. */
export type RecordMemory = {
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
};

/** Zeroed memory for records; `byteLength` is a multiple of 8. */
export function recordMemory(byteLength: number): RecordMemory {
  const buffer = new ArrayBuffer(byteLength);
  return { bytes: new Uint8Array(buffer), words: new Uint32Array(buffer) };
}
