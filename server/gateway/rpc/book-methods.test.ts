import { describe, expect, it } from 'vitest';
import { markets } from '#lib/domain/market.ts';
import { capitalBookOf, encodePlainBook } from '#lib/protocol/rpc/plain-book.ts';
import { CommandGenerator } from '#scripts/simulator/command-generator.ts';
import { simulationProfiles } from '#scripts/simulator/simulation-profile.ts';
import { bookDepth, EngineState, EngineView, execute } from '#server/engine/index.ts';
import { createBookReads } from '../trading/book-reads.ts';
import { bookMethods } from './book-methods.ts';
import { SharedResults } from './shared-results.ts';

const COMMANDS = process.env.SOAK === '1' ? 4_000 : 400;
const TIME_MS = 1_000;
const METHODS = ['lx_getOrderBook', 'getOrderBook'] as const;

type Asked = {
  readonly market: (typeof markets)[number];
  readonly method: (typeof METHODS)[number];
  readonly depth: number;
};

/** What the engine's own books amount to, written anew. */
function expected(state: EngineState, { market, method, depth }: Asked): string {
  const book = state.market(market.id)?.book;
  const side = (levels: Parameters<typeof bookDepth>[0] | undefined) =>
    (levels === undefined ? [] : bookDepth(levels, depth === 0 ? 20 : depth)).map(
      ({ price, lots, orders }) => ({ priceTicks: price, quantityLots: lots, orderCount: orders }),
    );
  const levels = { bids: side(book?.bids), asks: side(book?.asks) };
  const plain = encodePlainBook({ symbol: market.symbol, ...levels, timestampMs: TIME_MS });
  return JSON.stringify(method === 'lx_getOrderBook' ? capitalBookOf(plain) : plain);
}

describe('books that are read again and again', () => {
  it.each([1, 2, 3])('are those of the engine after every command (seed %d)', async (seed) => {
    const state = new EngineState();
    const generator = new CommandGenerator(seed, simulationProfiles.plain);
    const books = createBookReads({
      read: async (look) => ({ value: look(state), seq: state.seq }),
    });
    const methods = bookMethods({ books, now: () => TIME_MS });
    const shared = new SharedResults({
      maxResults: 100,
      maxChars: 1_000_000,
      // Time stands still: the number alone tells that the books are other ones.
      moment: () => ({ seq: state.seq, feedSeq: 0, oracleSeq: 0, timeMs: TIME_MS }),
    });
    let levels = 0;
    for (let command = 0; command < COMMANDS; command += 1) {
      state.events.clear();
      execute(state, generator.next(new EngineView(state)));
      const asked = markets.flatMap((market) =>
        METHODS.flatMap((method) => [0, 1, 7, 1_000].map((depth) => ({ market, method, depth }))),
      );
      const read = ({ market, method, depth }: Asked) => {
        const params = { symbol: market.symbol, depth };
        return shared.of({ method, params, dialect: 'plain', handler: methods[method] });
      };
      const written = asked.map((each) => expected(state, each));
      expect(await Promise.all(asked.map(read))).toEqual(written);
      expect(asked.map(read)).toEqual(written);
      levels += written.join().split('"price"').length - 1;
    }
    expect(levels).toBeGreaterThan(COMMANDS);
  });
});
