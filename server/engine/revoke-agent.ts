import { cancelIds } from './cancel-orders.ts';
import type { RevokeAgent } from './command.ts';
import { AGENT_REVOKED } from './done-reason.ts';
import type { EngineState } from './engine-state.ts';
import { NONE } from './order-pool.ts';

/** Ends an agent, and every open order that it signed or one of whose waiting legs it signed. */
export function revokeAgent(state: EngineState, { account, address }: RevokeAgent): void {
  const held = state.agents.find(address);
  if (!state.accounts.isTrader(account)) {
    state.events.rejected(account, 0, 'account/unknown');
  } else if (held === null || held.account !== account) {
    state.events.rejected(account, 0, 'auth/unknown-agent');
  } else {
    endAgent(state, held);
  }
}

/** Ends an agent that there is, and what it has open. */
export function endAgent(
  state: EngineState,
  held: { readonly account: number; readonly number: number },
): void {
  dropAgent(state, held);
  state.events.agentRevoked(held.account, held.number);
  cancelIds(state, { ids: idsSignedBy(state, held), reason: AGENT_REVOKED });
}

/**
 * Takes an agent and the nonces that are reserved for it away. Its approval does not come back, though
 * the chain may still tell that it has it.
 */
export function dropAgent(
  { accounts, agents, nonces, facts }: EngineState,
  { account, number }: { readonly account: number; readonly number: number },
): void {
  const agent = agents.get(account, number);
  if (agent === null) return;
  const { address: key, nonce } = agent;
  facts.note(accounts.address(account), { key, nonce, ended: true });
  agents.remove(account, agent);
  nonces.forget(account, number);
}

/** Open orders that an agent signed, or one of whose waiting legs it signed. */
export function idsSignedBy(
  { pool, details, accountOrders }: EngineState,
  { account, number }: { readonly account: number; readonly number: number },
): number[] {
  const ids: number[] = [];
  for (let place = 0; place < accountOrders.count(account); place += 1) {
    const slot = accountOrders.at(account, place);
    const entry = pool.details(slot);
    if (entry === NONE) continue;
    const legs = details.legs(entry);
    const signers = [details.signer(entry), legs?.takeProfit?.signer, legs?.stopLoss?.signer];
    if (signers.includes(number)) ids.push(pool.id(slot));
  }
  return ids;
}
