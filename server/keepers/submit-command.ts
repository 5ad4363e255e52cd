import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import type { CommandDraft } from '#server/sequencer/index.ts';

/** Where keepers send their commands: the sequencer, as for any client. */
export type SubmitCommand = (draft: CommandDraft) => void;

/**
 * Sends a keeper's command.
 *
 * @returns Whether it was taken. While the sequencer is busy or stopped it is not: the next round
 *   brings what is true then, and readiness tells people.
 */
export function submitIfAccepted(submit: SubmitCommand, draft: CommandDraft): boolean {
  try {
    submit(draft);
    return true;
  } catch (error) {
    if (error instanceof ProtocolError && error.code.startsWith('sequencer/')) return false;
    throw error;
  }
}
