import { beginNote } from './begin-note.ts';
import type { NoteRevocation } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { endAgent } from './revoke-agent.ts';

/** Ends a key that its owner revoked on chain, unless a newer approval of it counts here. */
export function noteRevocation(state: EngineState, command: NoteRevocation): void {
  const { owner, address: key, nonce } = command;
  const account = beginNote(state, owner);
  if (account === null) return;
  const { facts, agents } = state;
  facts.note(owner, { key, nonce, ended: true });
  const held = agents.find(key);
  if (held === null || held.account !== account) return;
  const agent = agents.get(account, held.number);
  if (agent !== null && agent.nonce <= nonce) endAgent(state, held);
}
