/**
 * A block: what became durable by one write. Little-endian:
 *
 *     0  u32   magic
 *     4  u32   CRC-32C of these 64 bytes with this word counted as zero
 *     8  u32   length of the block in bytes
 *    12  u32   count of records
 *    16  u64   number of the first record
 *    24  u64   the segment's mark: random, so that nobody can make data that looks like a block
 *    32  32 B  chain hash of the block before
 *    64        records, back to back
 *   end−8      the end mark: no byte of it is zero
 *
 * The chain hash of a block is the SHA-256 of all of it.
 */
export const BLOCK_HEADER_BYTES = 64;
export const BLOCK_TRAILER_BYTES = 8;

/** Largest block. A hash over it takes the event loop about half a millisecond. */
export const LARGEST_BLOCK_BYTES = 1_048_576;

/** Most bytes of records in a block. */
export const BLOCK_RECORD_BYTES = LARGEST_BLOCK_BYTES - BLOCK_HEADER_BYTES - BLOCK_TRAILER_BYTES;

export const HASH_BYTES = 32;

/** "LXBK". */
export const BLOCK_MAGIC = 0x4b42584c;

/** "LXBLKEND", as two words: each byte of it differs from zero in several bits. */
export const END_MARK_LOW = 0x4c42584c;
export const END_MARK_HIGH = 0x444e454b;

/** Positions of a block's words, counted from its first. */
export const BLOCK_LENGTH_WORD = 2;
export const BLOCK_COUNT_WORD = 3;
export const BLOCK_SEQ_WORD = 4;
export const BLOCK_MARK_WORD = 6;
export const BLOCK_PREVIOUS_WORD = 8;
