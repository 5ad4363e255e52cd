import {
  type EngineState,
  EngineView,
  type OrderView,
  openOrdersOf,
} from '#server/engine/index.ts';

/** What the engine itself holds of what accounts are doing. */
export type EngineActivity = {
  readonly orders: readonly OrderView[];
  /** Armed dead-man switches, milliseconds since the epoch. */
  readonly deadlines: readonly { readonly account: number; readonly deadlineMs: number }[];
  /** The engine's number and time; orders that nobody else knows are said to be from then. */
  readonly seq: number;
  readonly timeMs: number;
};

/** Reads it of an engine; a copy, to be made inside of `ExchangePort.read`. */
export function engineActivity(state: EngineState): EngineActivity {
  const view = new EngineView(state);
  const accounts = Array.from({ length: view.accountCount }, (_, account) => account);
  const deadlines = accounts.map((account) => ({ account, deadlineMs: view.deadline(account) }));
  return {
    orders: accounts.flatMap((account) => openOrdersOf(state, account)),
    deadlines: deadlines.filter(({ deadlineMs }) => deadlineMs !== 0),
    seq: state.seq,
    timeMs: state.time,
  };
}
