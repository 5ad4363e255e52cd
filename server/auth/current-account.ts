import type { Address } from '#lib/domain/address.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { type EngineState, NONE } from '#server/engine/index.ts';
import type { Principal } from './principal.ts';

/** What an address may do, and on whose account. */
export type Standing = {
  /** `null` = an owner whose account is not open yet. */
  readonly account: number | null;
  /** The owner's address. */
  readonly owner: Address;
  /** The address itself, if it is an agent's. */
  readonly agent: Address | null;
  /** When the agent's approval ends, ms since the epoch; `null` for an owner. */
  readonly expiresMs: number | null;
};

/**
 * Whom an address stands for: an agent for its owner, any other address for itself. It belongs into
 * a look at the engine.
 */
export function standingOf({ accounts, agents }: EngineState, address: Address): Standing {
  const held = agents.find(address);
  const agent = held === null ? null : agents.get(held.account, held.number);
  if (held === null || agent === null) {
    const account = accounts.find(address);
    const isOpen = account !== NONE;
    return { account: isOpen ? account : null, owner: address, agent: null, expiresMs: null };
  }
  return {
    account: held.account,
    owner: accounts.address(held.account) as Address,
    agent: address,
    expiresMs: agent.expiry * 1_000,
  };
}

/**
 * The account that somebody who authenticated earlier acts for now. It belongs into every look at the
 * engine on their behalf: sessions end, and agents are revoked at any time.
 *
 * @returns `null` = the owner's account is not open yet.
 * @throws ProtocolError `auth/session-expired`, `auth/agent-revoked`.
 */
export function currentAccount(
  state: EngineState,
  principal: Principal,
  nowMs: number,
): number | null {
  if (nowMs >= principal.expiresMs) throw new ProtocolError('auth/session-expired');
  if (principal.agent === null) {
    const account = state.accounts.find(principal.address);
    return account === NONE ? null : account;
  }
  const { owner, agent, account, expiresMs } = standingOf(state, principal.agent);
  if (agent === null || owner !== principal.address) throw new ProtocolError('auth/agent-revoked');
  if (expiresMs !== null && nowMs >= expiresMs) throw new ProtocolError('auth/session-expired');
  return account;
}
