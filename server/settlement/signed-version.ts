import type { Lots, Ticks } from '#lib/domain/quanta.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';

/** An order as it was signed last; a change under a new signature makes another one. */
export type SignedVersion = {
  readonly orderId: number;
  /** Number of the account. */
  readonly account: number;
  /** 0 = the account's owner signed, else the number of an agent. */
  readonly agent: number;
  readonly order: SignedOrder;
  /** 64 bytes of a key, or longer: what the account's contract takes. */
  readonly signature: Uint8Array;
};

/** One side of a trade. */
export type TradeSide = {
  readonly account: number;
  /** What was signed; `null` = nothing was, or the side was given to this account afterwards. */
  readonly version: SignedVersion | null;
};

/** A trade that is still to be settled. */
export type MatchedTrade = {
  readonly tradeId: number;
  /** Number of the command that made it: a batch ends between two commands. */
  readonly seq: number;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
  readonly market: number;
  readonly takerSells: boolean;
  readonly maker: TradeSide;
  readonly taker: TradeSide;
  readonly price: Ticks;
  readonly lots: Lots;
  /** Whether it came of an auction. */
  readonly auction: boolean;
};

/** Bytes of a signature of a key (EIP-2098); a contract's is longer. */
const KEY_SIGNATURE_BYTES = 64;

/** Whether a signature is verified by the account's contract. */
export function isByContract(signature: Uint8Array): boolean {
  return signature.length !== KEY_SIGNATURE_BYTES;
}
