/** Where a hash of a stream of numbers starts. */
export const HASH_START = 0x811c9dc5;

/** The hash after one more number, of which the lower 32 bits count. A signed 32-bit number. */
export function hashNumber(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x01000193);
  return mixed ^ (mixed >>> 15);
}
