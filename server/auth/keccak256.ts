import { keccakModule } from './keccak-module.ts';

/** Bytes of the state that take in a message; the rest is what makes a collision hard. */
const RATE = 136;
const STATE_BYTES = 200;
const HASH_BYTES = 32;

const { memory, permute } = new WebAssembly.Instance(new WebAssembly.Module(keccakModule()))
  .exports as { readonly memory: WebAssembly.Memory; readonly permute: () => void };
const state = new Uint8Array(memory.buffer, 0, STATE_BYTES);

/**
 * The Keccak-256 hash of Ethereum: 32 bytes.
 *
 * @param target - 32 bytes that are to hold it, for who needs it only to go on with it; without, new ones
 */
export function keccak256(
  message: Uint8Array,
  target: Uint8Array = new Uint8Array(HASH_BYTES),
): Uint8Array {
  state.fill(0);
  let at = 0;
  for (; message.length - at >= RATE; at += RATE) {
    takeIn(message, at, RATE);
    permute();
  }
  const rest = message.length - at;
  takeIn(message, at, rest);
  state[rest] = (state[rest] as number) ^ 0x01;
  state[RATE - 1] = (state[RATE - 1] as number) ^ 0x80;
  permute();
  for (let index = 0; index < HASH_BYTES; index += 1) target[index] = state[index] as number;
  return target;
}

function takeIn(message: Uint8Array, from: number, count: number): void {
  for (let index = 0; index < count; index += 1) {
    state[index] = (state[index] as number) ^ (message[from + index] as number);
  }
}
