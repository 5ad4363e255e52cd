import type { Command } from '#server/engine/index.ts';

/**
 * A record, little-endian, its length a multiple of eight:
 *
 *     0  u16  length in bytes
 *     2  u8   version
 *     3  u8   kind
 *     4  u32  CRC-32C of the record with this word counted as zero
 *     8  u64  sequence number (at most 2^53 − 1)
 *    16  u64  time, milliseconds since the epoch
 *    24       the fields of the kind
 */
export const RECORD_VERSION = 5;

/** Header, sequence number and time: what every record has. */
export const SMALLEST_RECORD_BYTES = 24;

/**
 * A pair or an order with both legs, three authorities, the longest signatures, and all else; as much as
 * the longest list of trades.
 */
export const LARGEST_RECORD_BYTES = 3_328;

/** Longest signature: that of a contract with fifteen owners. */
export const LARGEST_SIGNATURE_BYTES = 1_024;

/** Trades that a record can list by their numbers: those of the largest batch (`settlementFills`). */
export const LISTED_TRADES = 400;

/** Numbers of the kinds. A number never changes its meaning. */
export const kindNumbers = {
  place: 1,
  cancel: 2,
  modify: 3,
  'place-oco': 4,
  'cancel-all': 5,
  'set-price': 6,
  tick: 7,
  'arm-dead-man': 8,
  deposit: 9,
  withdraw: 10,
  'open-account': 11,
  'list-market': 12,
  'set-market-state': 13,
  'approve-agent': 14,
  'revoke-agent': 15,
  'bump-epoch': 16,
  'reserve-nonces': 17,
  'request-withdrawal': 18,
  'finish-withdrawal': 19,
  'freeze-account': 20,
  'submit-batch': 21,
  'settle-batch': 22,
  'quarantine-trade': 23,
  'reassign-trade': 24,
  'note-cancel': 25,
  'note-approval': 26,
  'note-revocation': 27,
  'note-epoch': 28,
  'confirm-approval': 29,
  'annul-trades': 30,
} as const satisfies Readonly<Record<Command['kind'], number>>;

/**
 * Optional parts of a `place` record; they follow its 64 bytes in this order, the authority right
 * behind the signature.
 *
 * A signature is kept as it was sent and padded to a multiple of eight: usually the compact one of 64
 * bytes; that of a contract (ERC-1271) may be longer. The journal does not look into it. The authority
 * has 24 bytes: nonce u48, epoch u16, expiry u32, highest fee u32, agent u32, four zeros.
 */
export const HAS_SIGNATURE = 1;
export const HAS_DISPLAY = 2;
export const HAS_EXPIRY = 4;
export const HAS_TAKE_PROFIT = 8;
export const HAS_STOP_LOSS = 16;
export const HAS_AUTHORITY = 32;

/** Where the choices of an order lie in its 16 bits of options. */
export const TYPE_SHIFT = 1;
export const TIME_IN_FORCE_SHIFT = 2;
export const POST_ONLY_SHIFT = 4;
export const REDUCE_ONLY_SHIFT = 6;
export const SELF_TRADE_SHIFT = 7;
export const TRIGGER_SHIFT = 10;
export const TRIGGER_BY_SHIFT = 12;
