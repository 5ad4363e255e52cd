import { type Agent, bothAllow, isNarrower } from './agents.ts';
import { beginNote } from './begin-note.ts';
import { cancelIds } from './cancel-orders.ts';
import type { NoteApproval } from './command.ts';
import { AGENT_REVOKED } from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import { idsSignedBy } from './revoke-agent.ts';

/**
 * Takes in that an owner approved a key on chain, though the chain may still give that up: the key keeps
 * what both this approval and the one that it has here allow, unless that one is newer.
 */
export function noteApproval(state: EngineState, command: NoteApproval): void {
  const { owner, address: key, nonce } = command;
  const account = beginNote(state, owner);
  if (account === null) return;
  const { facts, agents } = state;
  facts.note(owner, { key, nonce, ended: false });
  const held = agents.find(key);
  if (held === null || held.account !== account) return;
  const before = agents.get(account, held.number);
  if (before === null || before.nonce > nonce) return;
  const now = bothAllow(before, command);
  if (isNarrower(now, before)) limitAgent(state, account, { now, before });
}

/** Gives an agent other limits, and ends what it has open where they are narrower. */
export function limitAgent(
  state: EngineState,
  account: number,
  { now, before }: { readonly now: Omit<Agent, 'number'>; readonly before: Agent },
): void {
  const agent = state.agents.approve(account, now);
  state.events.agentApproved(account, agent);
  if (!isNarrower(agent, before)) return;
  const ids = idsSignedBy(state, { account, number: agent.number });
  cancelIds(state, { ids, reason: AGENT_REVOKED });
}
