/** Kinds of commands. */
export const LIMIT = 0;
export const IOC = 1;
export const MARKET = 2;
export const CANCEL = 3;
type Kind = typeof LIMIT | typeof IOC | typeof MARKET | typeof CANCEL;

/** 32-bit words of one command: id, price, lots, kind and side. */
const WORDS = 4;

export type StreamCommand = {
  /** 1 … 2^32 − 1; of a cancel, the order to cancel. */
  readonly id: number;
  /** Ticks; 0 for market orders and cancels. */
  readonly price: number;
  /** 0 for cancels. */
  readonly lots: number;
  readonly kind: Kind;
  readonly side: 0 | 1;
};

/** Commands one behind the other in one block of memory, as they would lie in a receive buffer. */
export class Stream {
  readonly count: number;
  /** Four words a command; read by who is in a hurry. */
  readonly words: Int32Array;

  constructor(count: number) {
    this.count = count;
    this.words = new Int32Array(count * WORDS);
  }

  write(index: number, command: StreamCommand): void {
    this.words.set(
      [command.id, command.price, command.lots, command.kind | (command.side << 8)],
      index * WORDS,
    );
  }

  id(index: number): number {
    return (this.words[index * WORDS] as number) >>> 0;
  }

  price(index: number): number {
    return this.words[index * WORDS + 1] as number;
  }

  lots(index: number): number {
    return this.words[index * WORDS + 2] as number;
  }

  kind(index: number): Kind {
    return ((this.words[index * WORDS + 3] as number) & 255) as Kind;
  }

  side(index: number): 0 | 1 {
    return (((this.words[index * WORDS + 3] as number) >> 8) & 1) as 0 | 1;
  }
}
