import { isExpired } from './agents.ts';
import type { ReserveNonces } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { LAST_RANGE, RANGE_NONCES } from './nonces.ts';
import type { RejectCode } from './reject-code.ts';

/** Reserves the account's next range of nonces for one of its signers. */
export function reserveNonces(state: EngineState, command: ReserveNonces): void {
  const { account, agent } = command;
  const code = checkSigner(state, command);
  if (code !== null) {
    state.events.rejected(account, 0, code);
    return;
  }
  const range = nextRange(state, account);
  state.nonces.passOver(account, range - 1);
  const first = state.nonces.reserve(account, agent);
  for (const nonce of takeVoids(state, account, first)) state.nonces.spend(account, nonce);
  state.events.noncesReserved({ account, agent, first, count: RANGE_NONCES });
}

/** Number of the next range that has a nonce which its owner did not cancel. */
function nextRange({ accounts, nonces, facts }: EngineState, account: number): number {
  const next = nonces.reserved(account) + 1;
  const { voids } = facts.of(accounts.address(account));
  return voids.filter((nonce) => nonce < (next + 1) * RANGE_NONCES).length < RANGE_NONCES
    ? next
    : next + 1;
}

/** Nonces that were canceled before they were reserved; they are remembered as used from now on. */
function takeVoids({ accounts, facts }: EngineState, account: number, first: number): number[] {
  const owner = accounts.address(account);
  const { voids } = facts.of(owner);
  const isLater = (nonce: number) => nonce >= first + RANGE_NONCES;
  if (voids.length > 0) facts.set(owner, { voids: voids.filter(isLater) });
  return voids.filter((nonce) => nonce >= first && !isLater(nonce));
}

function checkSigner(
  state: EngineState,
  { account, agent: number, time }: ReserveNonces,
): RejectCode | null {
  if (!state.accounts.isTrader(account)) return 'account/unknown';
  const agent = state.agents.get(account, number);
  if (number !== 0 && agent === null) return 'auth/unknown-agent';
  if (agent !== null && isExpired(agent, time)) return 'auth/agent-expired';
  return nextRange(state, account) > LAST_RANGE ? 'auth/nonces-exhausted' : null;
}
