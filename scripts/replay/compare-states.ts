import {
  decodeState,
  type EngineState,
  EngineView,
  encodeState,
  type MarketParameters,
} from '#server/engine/index.ts';
import type { OpenedJournal } from './opened-journal.ts';
import { ReplayError } from './replay-error.ts';
import { hexHash, ReplayedExchange } from './replayed-exchange.ts';
import { stateDifferences } from './state-differences.ts';

/** The record after which two journals have led to different states; they were equal before it. */
export type Parting = {
  readonly seq: number;
  /** State hashes. */
  readonly one: string;
  readonly other: string;
  /** What differs, in words. */
  readonly differences: readonly string[];
};

export type StatesReport = {
  /** Markets as listed by then. */
  readonly markets: readonly MarketParameters[];
  /** State of both after the last record of which all before are equal. */
  readonly equalHash: string;
  /** `null` when the states that were compared are equal, although records differ. */
  readonly parting: Parting | null;
  /** The last record after which states were compared. */
  readonly comparedTo: number;
  /** Why they could not be compared further; `null` = they could. */
  readonly problem: string | null;
};

export type StatesOptions = {
  readonly one: OpenedJournal;
  readonly other: OpenedJournal;
  /** Records are equal up to here. */
  readonly equalTo: number;
  /** Both journals have records up to here. */
  readonly common: number;
};

/** Executes two journals that begin alike, and finds the record at which their states part. */
export function compareStates({ one, other, equalTo, common }: StatesOptions): StatesReport {
  const shared = new ReplayedExchange(one);
  try {
    shared.runTo(equalTo);
    const start = saved(shared);
    const equalHash = hexHash(start.bytes);
    const search = new PartingSearch(one, other, { one: start, other: start });
    const problem = search.run(common);
    const markets = shared.state.listedMarkets().map(({ parameters }) => parameters);
    return { markets, equalHash, parting: search.parting, comparedTo: search.comparedTo, problem };
  } finally {
    shared.close();
  }
}

/** A state that can be gone back to. */
type SavedState = {
  readonly seq: number;
  /** Of the last command, milliseconds since the epoch. */
  readonly time: number;
  /** `encodeState` of it. */
  readonly bytes: Uint8Array;
};

/** Two states as of one record. */
type Pair = { readonly one: SavedState; readonly other: SavedState };

/**
 * States are compared after one, two, four … records; within the step in which they part, the record is
 * found by halving. So there are few comparisons, which take time in proportion to the state.
 */
class PartingSearch {
  readonly #one: OpenedJournal;
  readonly #other: OpenedJournal;
  /** Where the states were equal the last time. */
  #equal: Pair;
  parting: Parting | null = null;
  comparedTo: number;

  constructor(one: OpenedJournal, other: OpenedJournal, start: Pair) {
    this.#one = one;
    this.#other = other;
    this.#equal = start;
    this.comparedTo = start.one.seq;
  }

  /** Searches up to a record; gives why that was not possible, or `null`. */
  run(lastSeq: number): string | null {
    try {
      let step = 1;
      while (this.parting === null && this.comparedTo < lastSeq) {
        this.#compareAt(Math.min(lastSeq, this.comparedTo + step));
        step *= 2;
      }
      while (this.parting !== null && this.parting.seq - this.#equal.one.seq > 1) {
        this.#compareAt(Math.floor((this.parting.seq + this.#equal.one.seq) / 2));
      }
      return null;
    } catch (error) {
      if (!(error instanceof ReplayError)) throw error;
      return error.message;
    }
  }

  #compareAt(seq: number): void {
    const one = new ReplayedExchange(this.#one, restored(this.#equal.one));
    const other = new ReplayedExchange(this.#other, restored(this.#equal.other));
    try {
      one.runTo(seq);
      other.runTo(seq);
      const pair = { one: saved(one), other: saved(other) };
      if (Buffer.compare(pair.one.bytes, pair.other.bytes) === 0) {
        this.#equal = pair;
      } else {
        this.parting = {
          seq,
          one: hexHash(pair.one.bytes),
          other: hexHash(pair.other.bytes),
          differences: stateDifferences(new EngineView(one.state), new EngineView(other.state)),
        };
      }
      this.comparedTo = Math.max(this.comparedTo, seq);
    } finally {
      one.close();
      other.close();
    }
  }
}

function saved({ state }: ReplayedExchange): SavedState {
  return { seq: state.seq, time: state.time, bytes: encodeState(new EngineView(state)) };
}

function restored(state: SavedState): EngineState {
  return decodeState(state.bytes, state);
}
