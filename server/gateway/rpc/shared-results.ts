import { writeJson } from '#lib/protocol/write-json.ts';
import type { PublicRpcHandler, RpcDialect } from './rpc-handler.ts';

/** What public results are made of: as long as none of these goes on, all say the same. */
export type Moment = {
  /** Of the last command that is released. */
  readonly seq: number;
  /** Of the market data and of the index prices. */
  readonly feedSeq: number;
  readonly oracleSeq: number;
  /** Milliseconds since the epoch. */
  readonly timeMs: number;
};

export type SharedResultsOptions = {
  readonly moment: () => Moment;
  /** Results kept at most, … */
  readonly maxResults: number;
  /** … and UTF-16 units of all of them together. */
  readonly maxChars: number;
};

/** A result as it is written, or what will become one. */
export type WrittenResult = string | Promise<string>;

/** Longest parameters whose results are shared: those of a client that asks for something sensible. */
const MAX_PARAMS_CHARS = 128;

/**
 * Gives those who ask a public method for the same at the same moment the same result, written once.
 * The moment ends with the next command that becomes durable, the next price or the next millisecond:
 * who reads after an order was acknowledged sees that order.
 */
export class SharedResults {
  readonly #options: SharedResultsOptions;
  readonly #results = new Map<string, WrittenResult>();
  #chars = 0;
  #moment: Moment = { seq: 0, feedSeq: 0, oracleSeq: 0, timeMs: 0 };

  constructor(options: SharedResultsOptions) {
    this.#options = options;
  }

  /**
   * The result of a method, as JSON.
   *
   * @param call - the method's name; its parameters as they were parsed; who serves it
   * @throws What the method throws; of that only those are told who asked meanwhile.
   */
  of(call: {
    readonly method: string;
    readonly params: object;
    readonly dialect: RpcDialect;
    readonly handler: PublicRpcHandler;
  }): WrittenResult {
    const { method, params, dialect, handler } = call;
    // Different parameters are never written alike, so nobody can put a result where another looks.
    const asked = JSON.stringify(params);
    if (asked.length > MAX_PARAMS_CHARS) return written(handler(params, { dialect }));
    const moment = this.#present();
    const key = `${dialect} ${method} ${asked}`;
    const known = this.#results.get(key);
    if (known !== undefined) return known;
    const result = written(handler(params, { dialect }));
    if (typeof result === 'string') this.#keep(key, result);
    else if (this.#hasRoom()) this.#await(key, { result, moment });
    return result;
  }

  /** Who asks meanwhile waits for the same: they ask at the same moment. */
  #await(
    key: string,
    { result, moment }: { readonly result: Promise<string>; readonly moment: Moment },
  ): void {
    this.#results.set(key, result);
    const settle = (text: string | null) => {
      // What was found while the exchange went on is not what it says now.
      if (this.#present() !== moment) return;
      this.#results.delete(key);
      if (text !== null) this.#keep(key, text);
    };
    result.then(settle, () => settle(null));
  }

  #keep(key: string, text: string): void {
    if (!this.#hasRoom() || this.#chars + text.length > this.#options.maxChars) return;
    this.#results.set(key, text);
    this.#chars += text.length;
  }

  #hasRoom(): boolean {
    return this.#results.size < this.#options.maxResults;
  }

  /** The present moment; what is known of an earlier one is forgotten. */
  #present(): Moment {
    const now = this.#options.moment();
    const known = this.#moment;
    if (
      now.seq !== known.seq ||
      now.timeMs !== known.timeMs ||
      now.feedSeq !== known.feedSeq ||
      now.oracleSeq !== known.oracleSeq
    ) {
      this.#moment = now;
      this.#results.clear();
      this.#chars = 0;
    }
    return this.#moment;
  }
}

/** A result as JSON. */
export function written(result: unknown): WrittenResult {
  return result instanceof Promise ? result.then(json) : json(result);
}

function json(value: unknown): string {
  return typeof value === 'object' && value !== null ? writeJson(value) : JSON.stringify(value);
}
