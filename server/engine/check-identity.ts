import { MOST_AGENTS } from './agents.ts';
import { LAST_EPOCH } from './bump-epoch.ts';
import type { EngineState } from './engine-state.ts';
import { isUsedUp, OPEN_RANGES, RANGE_NONCES } from './nonces.ts';
import type { Signing } from './order-details.ts';
import { NONE } from './order-pool.ts';
import { MOST_WITHDRAWALS } from './withdrawals.ts';

/** What is wrong with what an account's signers are and have used; `null` when nothing is. */
export function identityFault(state: EngineState, account: number): string | null {
  const { agents, nonces } = state;
  const hasNone = agents.approvalNonce(account) === 0 && nonces.reserved(account) === 0;
  if (account === 0 && !hasNone) return 'the fee account has signers';
  if (nonces.epoch(account) > LAST_EPOCH) return 'an epoch does not fit into a signature';
  return (
    agentsFault(state, account) ?? rangesFault(state, account) ?? withdrawalsFault(state, account)
  );
}

/** What is wrong with who signed an order, or a leg, and when it ends; `null` when nothing is. */
export function signingFault(
  { agents }: EngineState,
  { account, signer, expiry }: Signing & { readonly account: number },
): string | null {
  if (signer > agents.lastNumber(account)) return 'an order is signed by nobody';
  return signer !== NONE && expiry === 0 ? 'a signed order has no end' : null;
}

/** Agents are in order, few enough, found by their address, and nobody's account. */
function agentsFault({ accounts, agents }: EngineState, account: number): string | null {
  const present = agents.of(account);
  if (present.length > MOST_AGENTS) return 'an account has too many agents';
  let before = 0;
  for (const { address, number } of present) {
    const held = agents.find(address);
    if (number <= before) return 'the agents of an account are not in order';
    if (held?.account !== account || held.number !== number) return 'an agent has two accounts';
    if (accounts.find(address) !== NONE) return 'an agent has an account of its own';
    before = number;
  }
  return before > agents.lastNumber(account) ? 'an agent has a number that none has had' : null;
}

/** Withdrawals are in order, few enough, of some amount, and a frozen account has no orders. */
function withdrawalsFault(
  { accounts, accountOrders, withdrawals }: EngineState,
  account: number,
): string | null {
  const pending = withdrawals.pending(account);
  if (pending.length > MOST_WITHDRAWALS) return 'an account has too many withdrawals';
  let before = 0;
  for (const { nonce, amount } of pending) {
    if (nonce <= before) return 'the withdrawals of an account are not in order';
    if (!(amount >= 1)) return 'a withdrawal is of nothing';
    before = nonce;
  }
  if (before > withdrawals.lastNonce(account)) return 'a withdrawal was never asked for';
  const isTrader = accounts.isTrader(account);
  if (!isTrader && withdrawals.lastNonce(account) > 0) return 'the fee account withdraws';
  if (!accounts.isFrozen(account)) return null;
  if (!isTrader) return 'the fee account is frozen';
  return accountOrders.count(account) > 0 ? 'a frozen account has orders' : null;
}

/** Ranges of nonces are in order, few enough, were reserved, and have some that are free. */
function rangesFault({ agents, nonces }: EngineState, account: number): string | null {
  const ranges = nonces.ranges(account);
  if (ranges.length > OPEN_RANGES) return 'an account has too many ranges of nonces';
  let before = 0;
  for (const range of ranges) {
    if (range.first % RANGE_NONCES !== 0 || range.first <= before) {
      return 'the ranges of nonces of an account are not in order';
    }
    if (isUsedUp(range)) return 'a range of nonces that is used up is kept';
    if (range.agent !== 0 && agents.get(account, range.agent) === null) {
      return 'nonces are reserved for nobody';
    }
    before = range.first;
  }
  const last = nonces.reserved(account) * RANGE_NONCES;
  return before > last ? 'nonces are open that were never reserved' : null;
}
