/** An address or hash with its middle left out: `0x1234…cdef`. */
export function shortenAddress(address: string, digits = 4): string {
  return address.length <= 2 * digits + 3
    ? address
    : `${address.slice(0, 2 + digits)}…${address.slice(-digits)}`;
}
