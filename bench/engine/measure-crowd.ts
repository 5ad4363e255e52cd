import { BookDriver } from './book-driver.ts';
import { FillLog } from './fill-log.ts';
import { medianOf, runBatches } from './measure-runs.ts';
import { namedWorkload } from './named-workloads.ts';
import { millions, print } from './report.ts';
import { assertSameOutcome } from './same-outcome.ts';
import { sfc32 } from './sfc32.ts';
import { CANCEL, LIMIT, Stream } from './stream.ts';

const CROWD = 1_000_000;
const CAPACITY = 2 * 1_048_576;
/** Of the book that has the flow for itself. */
const SMALL_CAPACITY = 32_768;
/** Ids of the crowd follow those of the stream. */
const FIRST_ID = 10_000_000;
/** Far from where the stream trades, on either side: 20,000 levels. */
const BID_FLOOR = 5_000;
const ASK_FLOOR = 50_000;
const LEVELS = 10_000;

/** A million orders that rest beside the market, and the same million canceled in random order. */
function crowdStreams(): { readonly places: Stream; readonly cancels: Stream } {
  const random = sfc32(7);
  const below = (limit: number) => Math.floor((random() / 4_294_967_296) * limit);
  const places = new Stream(CROWD);
  const ids = Int32Array.from({ length: CROWD }, (_, index) => FIRST_ID + index);
  for (const [index, id] of ids.entries()) {
    const side = index % 2 === 0 ? 0 : 1;
    const price = (side === 0 ? BID_FLOOR : ASK_FLOOR) + below(LEVELS);
    places.write(index, { id, price, lots: 1 + below(100), kind: LIMIT, side });
  }
  const cancels = new Stream(CROWD);
  for (let left = CROWD; left > 0; left -= 1) {
    const picked = below(left);
    const id = ids[picked] ?? 0;
    ids[picked] = ids[left - 1] ?? 0;
    cancels.write(CROWD - left, { id, price: 0, lots: 0, kind: CANCEL, side: 0 });
  }
  return { places, cancels };
}

/** How much a million orders outside the flow slow it down, and how fast they are canceled. */
export function measureCrowd(runs: number): void {
  const { stream, outcome } = namedWorkload('base-1m');
  const { places, cancels } = crowdStreams();
  const fills = new FillLog(outcome.fills);
  const crowded: number[] = [];
  const alone: number[] = [];
  const canceling: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    fills.clear();
    const empty = new BookDriver({ fills, capacity: SMALL_CAPACITY });
    alone.push(runBatches(empty.on(stream), stream.count));
    assertSameOutcome(empty.outcome(), outcome);
    fills.clear();
    const driver = new BookDriver({ fills, capacity: CAPACITY });
    runBatches(driver.on(places), CROWD);
    crowded.push(runBatches(driver.on(stream), stream.count));
    canceling.push(runBatches(driver.on(cancels), CROWD));
    assertSameOutcome(driver.outcome(), outcome);
  }
  const [one, other, cancel] = [alone, crowded, canceling].map((times) =>
    medianOf(times.toSorted((a, b) => a - b)),
  ) as [number, number, number];
  print('book base-1m beside a million', [
    `${millions((stream.count * 1_000) / other)} against ${millions((stream.count * 1_000) / one)}`,
    `slower by ${((1 - one / other) * 100).toFixed(0)} %`,
    `uniform cancels ${millions((CROWD * 1_000) / cancel)}`,
  ]);
}
