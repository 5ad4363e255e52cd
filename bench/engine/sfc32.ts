/**
 * Chris Doty-Humphrey's small fast counter generator, in 32-bit arithmetic only, so that a seed gives
 * the same numbers on every machine. Each call gives the next whole number of 0 … 2^32 − 1.
 */
export function sfc32(seed: number): () => number {
  const state = { a: 0x9e3779b9 ^ seed, b: 0x243f6a88, c: 0xb7e15162 ^ (seed << 7), counter: 1 };
  const next = () => {
    const sum = (state.a + state.b + state.counter) | 0;
    state.counter = (state.counter + 1) | 0;
    state.a = state.b ^ (state.b >>> 9);
    state.b = (state.c + (state.c << 3)) | 0;
    state.c = (((state.c << 21) | (state.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  // The first numbers still show the seed.
  for (let n = 0; n < 20; n += 1) next();
  return next;
}
