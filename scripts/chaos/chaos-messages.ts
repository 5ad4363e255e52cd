import type { Address } from '#lib/domain/address.ts';

/** What the process under test is told by its one argument, as JSON. */
export type ChaosOptions = {
  readonly dataDir: string;
  /** Of the proxy. */
  readonly rpcUrl: string;
  readonly seed: number;
};

/** A trade as its two sides were told of it, when it was durable. */
export type TradeReceipt = {
  readonly id: number;
  readonly price: number;
  readonly lots: number;
  readonly makerOrder: number;
  readonly takerOrder: number;
};

/** What the process says, a line of JSON each. */
export type ChaosMessage =
  /** It has recovered and takes orders. */
  | { readonly say: 'open' }
  | { readonly say: 'trades'; readonly trades: readonly TradeReceipt[] }
  /** After `finish`: all is settled and paid, and ledger and chain were compared. */
  | {
      readonly say: 'quiet';
      readonly batch: number;
      readonly trades: number;
      readonly ledger: readonly { readonly address: Address; readonly quanta: readonly number[] }[];
    }
  /** It cannot go on. */
  | { readonly say: 'halted'; readonly why: string };

/** Written to its standard input, with a line break: trade no more, and settle what there is. */
export const FINISH = 'finish';

/** The one market that is traded. */
export const CHAOS_MARKET = 'BTC-USDT';

/** The test users that trade. */
export const TRADERS = [5, 6, 7, 8] as const;

/** More blocks than the deepest reorganisation, its own among them. */
export const CONFIRMATIONS = 7;
