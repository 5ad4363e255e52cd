import { isExpired } from './agents.ts';
import type { ReserveNonces } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { RANGE_NONCES } from './nonces.ts';
import type { RejectCode } from './reject-code.ts';

/** Reserves the account's next range of nonces for one of its signers. */
export function reserveNonces(state: EngineState, command: ReserveNonces): void {
  const { account, agent } = command;
  const code = checkSigner(state, command);
  if (code !== null) {
    state.events.rejected(account, 0, code);
    return;
  }
  const first = state.nonces.reserve(account, agent);
  state.events.noncesReserved({ account, agent, first, count: RANGE_NONCES });
}

function checkSigner(
  { accounts, agents }: EngineState,
  { account, agent: number, time }: ReserveNonces,
): RejectCode | null {
  if (!accounts.isTrader(account)) return 'account/unknown';
  if (number === 0) return null;
  const agent = agents.get(account, number);
  if (agent === null) return 'auth/unknown-agent';
  return isExpired(agent, time) ? 'auth/agent-expired' : null;
}
