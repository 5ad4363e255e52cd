import { ln } from './ln.ts';

/** A reproducible sequence of random numbers. */
export type RandomStream = {
  /** Uniform in (0, 1), never 0 or 1; a multiple of 2^-33. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
};

/**
 * The stream that belongs to a list of integers (a seed, a purpose, a period), each taken modulo
 * 2^32: the same list gives the same stream, and lists that differ give unrelated ones. Any period of
 * the market can thus be computed on its own, without what came before it.
 *
 * The generator is xoshiro128** (Blackman and Vigna, 2018), its state filled by the finaliser of
 * MurmurHash3.
 */
export function randomStream(...key: readonly number[]): RandomStream {
  let [a, b, c, d] = initialState(key);

  function next(): number {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result >>> 0;
  }

  function uniform(): number {
    return (next() + 0.5) / 4_294_967_296;
  }

  let spare: number | null = null;

  /** Marsaglia's polar method: two normals from a point in the unit disc. */
  function normal(): number {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square >= 1) continue;
      const scale = Math.sqrt((-2 * ln(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  }

  return { uniform, normal };
}

function initialState(key: readonly number[]): [number, number, number, number] {
  let hash = 0x9e3779b9;
  for (const part of key) hash = mix(hash ^ mix(part + 0x9e3779b9)) + 0x7f4a7c15;
  const state: [number, number, number, number] = [0, 0, 0, 0];
  for (const index of state.keys()) {
    hash = (hash + 0x9e3779b9) | 0;
    state[index] = mix(hash);
  }
  // The generator never leaves the state of all zeros.
  if (state.every((word) => word === 0)) state[0] = 1;
  return state;
}

function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
