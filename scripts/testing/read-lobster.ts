import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ASKS, BIDS, type BookSide } from './lobster-venue.ts';

/** What happened, in the numbers of the recording. */
export const NEW_ORDER = 1;
export const PARTIAL_CANCEL = 2;
export const DELETION = 3;
export const EXECUTION = 4;
export const HIDDEN_EXECUTION = 5;

/** One line of NASDAQ's order-by-order messages as LOBSTER writes them. */
export type LobsterMessage = {
  /** Seconds after midnight, as written: equal texts are one instant. */
  readonly time: string;
  readonly type: number;
  readonly orderId: number;
  /** Shares. */
  readonly size: number;
  /** Hundredths of a cent. */
  readonly price: number;
  /** The side of the resting order. */
  readonly direction: BookSide;
};

export type LobsterLevel = {
  /** Hundredths of a cent. */
  readonly price: number;
  /** Shares. */
  readonly lots: number;
};

/** The best levels after a message, the best first; as many as the recording is wide, or fewer. */
export type LobsterBook = {
  readonly bids: readonly LobsterLevel[];
  readonly asks: readonly LobsterLevel[];
};

export type LobsterRecording = {
  readonly messages: readonly LobsterMessage[];
  /** Of each message, the book after it. */
  readonly books: readonly LobsterBook[];
  /** How many levels of each side are recorded at most. */
  readonly width: number;
};

/** Where a side has no further level. */
const NO_PRICE = 9_999_999_999;

/** Reads a recording out of its two compressed files, for example `('…', 'AAPL_2012-06-21', '10_first999')`. */
export function readLobster(files: {
  readonly folder: string;
  /** `AAPL_2012-06-21` */
  readonly day: string;
  /** `10_first999`: levels and rows. */
  readonly cut: string;
}): LobsterRecording {
  const { folder, day, cut } = files;
  const messages = readRows(join(folder, `${day}_message_${cut}.csv.gz`)).map(parseMessage);
  const books = readRows(join(folder, `${day}_orderbook_${cut}.csv.gz`)).map(parseBook);
  if (messages.length !== books.length) throw new Error(`${day} ${cut}: one book a message`);
  return { messages, books, width: Number(cut.split('_')[0]) };
}

function readRows(path: string): readonly (readonly string[])[] {
  const text = gunzipSync(readFileSync(path)).toString('utf8').trim();
  return text.split(/\r?\n/).map((line) => line.split(','));
}

function parseMessage(fields: readonly string[]): LobsterMessage {
  const [time, type, orderId, size, price, direction] = fields;
  if (time === undefined || direction === undefined) throw new Error('a message has six fields');
  return {
    time,
    type: Number(type),
    orderId: Number(orderId),
    size: Number(size),
    price: Number(price),
    direction: Number(direction) === BIDS ? BIDS : ASKS,
  };
}

function parseBook(fields: readonly string[]): LobsterBook {
  const numbers = fields.map(Number);
  const asks: LobsterLevel[] = [];
  const bids: LobsterLevel[] = [];
  for (let at = 0; at + 3 < numbers.length; at += 4) {
    const [ask, askSize, bid, bidSize] = numbers.slice(at, at + 4) as [
      number,
      number,
      number,
      number,
    ];
    if (Math.abs(ask) !== NO_PRICE) asks.push({ price: ask, lots: askSize });
    if (Math.abs(bid) !== NO_PRICE) bids.push({ price: bid, lots: bidSize });
  }
  return { bids, asks };
}
