const TWO_32 = 4_294_967_296;

/** Writes a whole number of 0 … 2^53 − 1 into the two words at `at`, the lower first. */
export function writeWide(words: Uint32Array, at: number, value: number): void {
  words[at] = value >>> 0;
  words[at + 1] = Math.floor(value / TWO_32);
}

/** The number in the two words at `at`; not exact above 2^53 − 1. */
export function readWide(words: Uint32Array, at: number): number {
  return (words[at + 1] as number) * TWO_32 + (words[at] as number);
}
