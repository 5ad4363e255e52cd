import { type Agent, isExpired, MOST_AGENTS } from './agents.ts';
import { cancelIds } from './cancel-orders.ts';
import type { ApproveAgent } from './command.ts';
import { AGENT_REVOKED } from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import { NONE } from './order-pool.ts';
import type { RejectCode } from './reject-code.ts';
import { dropAgent, idsSignedBy } from './revoke-agent.ts';

/** Lets an agent sign for the account, within limits; or gives one that it has other limits. */
export function approveAgent(state: EngineState, command: ApproveAgent): void {
  const { account, nonce, address, expiry, marketsLow, marketsHigh, maxNotional } = command;
  const code = checkApproval(state, command);
  if (code !== null) {
    state.events.rejected(account, 0, code);
    return;
  }
  makeRoom(state, command);
  const before = agentOf(state, command);
  const limits = { address, expiry, marketsLow, marketsHigh, maxNotional };
  const agent = state.agents.approve(account, nonce, limits);
  state.events.agentApproved(account, agent);
  if (before !== null && isNarrower(agent, before)) {
    const ids = idsSignedBy(state, { account, number: agent.number });
    cancelIds(state, { ids, reason: AGENT_REVOKED });
  }
}

/** The account's own agent of this address, if it has it already. */
function agentOf({ agents }: EngineState, { account, address }: ApproveAgent): Agent | null {
  const held = agents.find(address);
  return held?.account === account ? agents.get(account, held.number) : null;
}

/** Whether an agent may do less than before in any way: then what it has open may not be settled. */
function isNarrower(now: Agent, before: Agent): boolean {
  return (
    now.expiry < before.expiry ||
    now.maxNotional < before.maxNotional ||
    (before.marketsLow & ~now.marketsLow) !== 0 ||
    (before.marketsHigh & ~now.marketsHigh) !== 0
  );
}

function checkApproval(state: EngineState, command: ApproveAgent): RejectCode | null {
  const { account, address, time } = command;
  const { accounts, agents } = state;
  if (!accounts.isTrader(account)) return 'account/unknown';
  if (command.nonce <= agents.approvalNonce(account)) return 'auth/approval-replayed';
  if (isExpired(command, time)) return 'auth/agent-expired';
  if (accounts.find(address) !== NONE) return 'auth/agent-is-account';
  const held = agents.find(address);
  if (held?.account === account) return null;
  if (held !== null && !isExpiredAgent(state, held, time)) return 'auth/agent-taken';
  const present = agents.of(account);
  const isFull = present.length >= MOST_AGENTS && !present.some((agent) => isExpired(agent, time));
  return isFull ? 'auth/too-many-agents' : null;
}

/** Ends expired agents that stand in the way: of this address elsewhere, and of a full account. */
function makeRoom(state: EngineState, { account, address, time }: ApproveAgent): void {
  const { agents } = state;
  const held = agents.find(address);
  if (held?.account === account) return;
  if (held !== null) dropAgent(state, held);
  const present = agents.of(account);
  if (present.length < MOST_AGENTS) return;
  for (const { number } of present.filter((agent) => isExpired(agent, time))) {
    dropAgent(state, { account, number });
  }
}

/** Whether an agent's approval has ended; its address is free then. */
export function isExpiredAgent(
  { agents }: EngineState,
  { account, number }: { readonly account: number; readonly number: number },
  time: number,
): boolean {
  const agent = agents.get(account, number);
  return agent === null || isExpired(agent, time);
}
