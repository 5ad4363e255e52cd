import { type Agent, isExpired, MOST_AGENTS } from './agents.ts';
import type { ApproveAgent, ConfirmApproval, KeyLimits, Stamp } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { limitAgent } from './note-approval.ts';
import { NONE } from './order-pool.ts';
import type { RejectCode } from './reject-code.ts';
import { dropAgent } from './revoke-agent.ts';

/** An approval of a key of an account. */
type Approval = Stamp & KeyLimits & { readonly account: number };

/**
 * Lets an agent sign for the account, within limits; or gives one that it has other limits. The
 * owner signed it for the engine, which tells the chain.
 */
export function approveAgent(state: EngineState, command: ApproveAgent): void {
  const { account, nonce } = command;
  const code = checkSigned(state, command) ?? checkKey(state, command);
  if (code !== null) {
    state.events.rejected(account, 0, code);
    return;
  }
  state.agents.spendApproval(account, nonce);
  approve(state, command);
}

/**
 * Gives a key exactly the limits that the chain has, finally: the only way to more than it has here
 * without its owner's signature. What was overtaken there, or has ended here since, does not come back.
 */
export function confirmApproval(state: EngineState, command: ConfirmApproval): void {
  const { account } = command;
  const { accounts, events } = state;
  const present = accounts.isTrader(account) ? agentOf(state, command) : null;
  if (present !== null && isSame(present, command)) {
    events.duplicate(account, 0);
    return;
  }
  const code = checkOnChain(state, command, present) ?? checkKey(state, command);
  if (code === null) approve(state, command);
  else events.rejected(account, 0, code);
}

function approve(state: EngineState, approval: Approval): void {
  const { account, address, nonce, expiry, marketsLow, marketsHigh, maxNotional } = approval;
  makeRoom(state, approval);
  const before = agentOf(state, approval);
  const now = { address, nonce, expiry, marketsLow, marketsHigh, maxNotional };
  if (before !== null) limitAgent(state, account, { now, before });
  else state.events.agentApproved(account, state.agents.approve(account, now));
}

/** The account's own agent of this address, if it has it already. */
function agentOf({ agents }: EngineState, { account, address }: Approval): Agent | null {
  const held = agents.find(address);
  return held?.account === account ? agents.get(account, held.number) : null;
}

/** Whether an agent's approval is this one. */
function isSame(agent: Agent, approval: Approval): boolean {
  return (
    agent.nonce === approval.nonce &&
    agent.expiry === approval.expiry &&
    agent.maxNotional === approval.maxNotional &&
    agent.marketsLow === approval.marketsLow &&
    agent.marketsHigh === approval.marketsHigh
  );
}

/** The contract takes it too: it has not seen this nonce, or a later one, of the key. */
function checkSigned(state: EngineState, { account, address, nonce }: Approval): RejectCode | null {
  const { accounts, agents, facts } = state;
  if (!accounts.isTrader(account)) return 'account/unknown';
  const used = Math.max(
    agents.approvalNonce(account),
    facts.floor(accounts.address(account), address),
  );
  return nonce <= used ? 'auth/approval-replayed' : null;
}

/** Whether it is what the contract has of the key now, as far as is known here. */
function checkOnChain(
  { accounts, facts }: EngineState,
  { account, address, nonce }: Approval,
  present: Agent | null,
): RejectCode | null {
  if (!accounts.isTrader(account)) return 'account/unknown';
  const owner = accounts.address(account);
  const isNewerHere = present !== null && nonce < present.nonce;
  if (isNewerHere || facts.isOvertaken(owner, { key: address, nonce }))
    return 'auth/approval-replayed';
  return nonce <= facts.of(owner).keyFloor ? 'auth/approval-forgotten' : null;
}

function checkKey(state: EngineState, approval: Approval): RejectCode | null {
  const { account, address, time } = approval;
  const { accounts, agents } = state;
  if (isExpired(approval, time)) return 'auth/agent-expired';
  if (accounts.find(address) !== NONE) return 'auth/agent-is-account';
  const held = agents.find(address);
  if (held?.account === account) return null;
  if (held !== null && !isExpiredAgent(state, held, time)) return 'auth/agent-taken';
  const present = agents.of(account);
  const isFull = present.length >= MOST_AGENTS && !present.some((agent) => isExpired(agent, time));
  return isFull ? 'auth/too-many-agents' : null;
}

/** Ends expired agents that stand in the way: of this address elsewhere, and of a full account. */
function makeRoom(state: EngineState, { account, address, time }: Approval): void {
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
