/** A 20-byte account or contract address, `0x` and 40 hexadecimal digits. */
export type Address = `0x${string}`;

/** A 32-byte hash, `0x` and 64 hexadecimal digits. */
export type Hash = `0x${string}`;

const ADDRESS = /^0x[0-9a-fA-F]{40}$/;

/** Whether a text has the shape of an address; its checksum is not verified. */
export function isAddress(text: string): text is Address {
  return ADDRESS.test(text);
}

/** Whether an address is the lower number: the order in which Uniswap keeps a pool's two tokens. */
export function sortsBefore(a: Address, b: Address): boolean {
  return a.toLowerCase() < b.toLowerCase();
}

/** Whether two addresses name the same account, whatever their letter case. */
export function sameAddress(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
