import type { Command } from '#server/engine/index.ts';
import type { CommandLog } from '#server/journal/index.ts';
import { Replica, type SnapshotStore } from '#server/snapshot/index.ts';
import type { ReleaseListener } from './released-commands.ts';
import { type ReleasedEvents, UnreleasedEvents } from './unreleased-events.ts';

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
  const kept = new Map<number, Command>();
  const release = (released: ReleasedEvents) => {
    listener({ ...released, commandOf: (seq) => kept.get(seq) ?? null });
    for (const seq of kept.keys()) if (seq <= released.lastSeq) kept.delete(seq);
  };
  for await (const block of log.read(Math.max(replica.seq, log.firstSeq))) {
    replica.apply(block, (command) => {
      const { seq, time } = command;
      if (seq < fromSeq) {
        events.clear();
        return;
      }
      unreleased.executed(seq, time);
      if (saysMore(command)) kept.set(seq, structuredClone(command));
    });
    unreleased.collect();
    unreleased.releaseUpTo(replica.seq, release);
  }
  return replica.seq;
}

/** Whether a command holds what its events do not: signatures, and what is told of the chain. */
function saysMore(command: Command): boolean {
  switch (command.kind) {
    case 'place':
    case 'modify':
      return command.authority !== null;
    case 'place-oco':
    case 'approve-agent':
    case 'bump-epoch':
    case 'request-withdrawal':
    case 'submit-batch':
    case 'settle-batch':
    case 'reassign-trade':
      return true;
    default:
      return false;
  }
}
