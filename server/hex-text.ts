/**
 * Bytes as `0x` and lower-case hexadecimal digits. What puts such a text together digit by digit makes a
 * piece of memory of each on the way: of all that an order left to collect that was an eighth.
 */
export function hexText(bytes: Uint8Array): `0x${string}` {
  const { buffer, byteOffset, byteLength } = bytes;
  return `0x${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}`;
}
