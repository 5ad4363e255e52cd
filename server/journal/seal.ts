/**
 * CRC-32C (Castagnoli, RFC 3720 appendix B.4) over little-endian words, eight bytes at a time. What is
 * sealed carries its checksum in its second word, which counts as zero.
 */

/** Castagnoli's polynomial with its bits in reverse. */
const POLYNOMIAL = 0x82f63b78;
const TABLES = 8;

const table = buildTables();

/** Table n answers for a byte that n more bytes follow. */
function buildTables(): Int32Array {
  const tables = new Int32Array(TABLES * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) * POLYNOMIAL);
    tables[byte] = crc;
  }
  for (let at = 256; at < tables.length; at += 1) {
    const before = tables[at - 256] as number;
    tables[at] = (before >>> 8) ^ (tables[before & 255] as number);
  }
  return tables;
}

/** The checksum over two words, `first` being mixed with what went before. */
function foldPair(first: number, second: number): number {
  return (
    (table[1792 + (first & 255)] as number) ^
    (table[1536 + ((first >>> 8) & 255)] as number) ^
    (table[1280 + ((first >>> 16) & 255)] as number) ^
    (table[1024 + (first >>> 24)] as number) ^
    (table[768 + (second & 255)] as number) ^
    (table[512 + ((second >>> 8) & 255)] as number) ^
    (table[256 + ((second >>> 16) & 255)] as number) ^
    (table[second >>> 24] as number)
  );
}

/** Words `from` (inclusive) to `to` (exclusive), an even number of them. */
function checksum(words: Uint32Array, from: number, to: number): number {
  let crc = foldPair(~(words[from] as number), 0);
  for (let at = from + 2; at < to; at += 2) {
    crc = foldPair(crc ^ (words[at] as number), words[at + 1] as number);
  }
  return ~crc >>> 0;
}

/** Writes the checksum of the words from `from` up to before `to`, an even number, into the second. */
export function seal(words: Uint32Array, from: number, to: number): void {
  words[from + 1] = checksum(words, from, to);
}

/** Whether the words from `from` up to before `to`, an even number, are as they were sealed. */
export function isSealed(words: Uint32Array, from: number, to: number): boolean {
  return words[from + 1] === checksum(words, from, to);
}
