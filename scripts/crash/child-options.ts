import type { Fault } from './fault.ts';

/** What a child is told by its one argument, as JSON. */
export type ChildOptions = {
  readonly folder: string;
  readonly seed: number;
  /** Seed of what is sent beside the intents. */
  readonly round: number;
  /** The first intent whose outcome the client does not know. */
  readonly fromIntent: number;
  readonly snapshotEvery: number;
  readonly fault: Fault;
  /** Acknowledges what is not durable yet, to see whether that is found out. */
  readonly tooEarly: boolean;
};

/** Names the journals of these tests. */
export const CRASH_NETWORK = 'crash-test';

/** Commands that may wait for the disk. */
export const MAX_WAITING = 400;

/** What the market and its accounts look like. */
export const MARKET = { seed: 1, accounts: 16, maxOpenOrders: 300 } as const;
