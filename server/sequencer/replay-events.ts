import type { CommandLog } from '#server/journal/index.ts';
import { Replica, type SnapshotStore } from '#server/snapshot/index.ts';
import type { ReleaseListener } from './released-commands.ts';
import { UnreleasedEvents } from './unreleased-events.ts';

export type ReplayOptions = {
  readonly log: CommandLog;
  readonly snapshots: SnapshotStore;
  /** The first command whose events are wanted. */
  readonly fromSeq: number;
  readonly listener: ReleaseListener;
};

/**
 * Computes again what commands did, for a projection that was away: from the newest snapshot before
 * them and the log, beside the running engine. Ends with the last command that is durable then.
 *
 * @returns Number of the last command; what is released later follows on it.
 */
export async function replayEvents(options: ReplayOptions): Promise<number> {
  const { log, snapshots, fromSeq, listener } = options;
  const replica = new Replica(snapshots.newest(fromSeq - 1).snapshot);
  const { events } = replica.state;
  const unreleased = new UnreleasedEvents(events);
  for await (const block of log.read(Math.max(replica.seq, log.firstSeq))) {
    replica.apply(block, (seq, time) => {
      if (seq < fromSeq) events.clear();
      else unreleased.executed(seq, time);
    });
    unreleased.collect();
    unreleased.releaseUpTo(replica.seq, listener);
  }
  return replica.seq;
}
