import { type Agent, MOST_AGENTS } from './agents.ts';
import { LAST_EPOCH } from './bump-epoch.ts';
import type { EngineState } from './engine-state.ts';
import { isUsedUp, LAST_RANGE, OPEN_RANGES, RANGE_NONCES } from './nonces.ts';
import type { Signing } from './order-details.ts';
import { NONE } from './order-pool.ts';
import { MOST_KEY_FACTS, MOST_VOIDS } from './owner-facts.ts';
import type { FactsView } from './state-view.ts';
import { MOST_WITHDRAWALS } from './withdrawals.ts';

/** What is wrong with what an account's signers are and have used; `null` when nothing is. */
export function identityFault(state: EngineState, account: number): string | null {
  const { agents, nonces } = state;
  const hasNone =
    agents.approvalNonce(account) + agents.lastNumber(account) + nonces.reserved(account) === 0;
  if (account === 0 && !hasNone) return 'the fee account has signers';
  if (nonces.epoch(account) > LAST_EPOCH) return 'an epoch does not fit into a signature';
  const { facts, accounts } = state;
  const { epoch, skipped, ...known } = facts.of(accounts.address(account));
  if (epoch + skipped > 0) return 'what an account did before it was opened is said twice';
  return (
    agentsFault(state, account) ??
    rangesFault(state, account) ??
    factsFault(known, nonces.reserved(account)) ??
    withdrawalsFault(state, account)
  );
}

/** What is wrong with what is known of an owner on chain; `null` when nothing is. */
export function factsFault({ voids, keyFloor, keys }: FactsView, reserved: number): string | null {
  if (voids.length > MOST_VOIDS || keys.length > MOST_KEY_FACTS) {
    return 'too much is known of an owner';
  }
  if (reserved > LAST_RANGE) return 'a range of nonces is reserved that there is not';
  let last = (reserved + 1) * RANGE_NONCES - 1;
  for (const nonce of voids) {
    if (nonce <= last) return 'canceled nonces are not in order, or were reserved';
    last = nonce;
  }
  let before = '';
  for (const { key, nonce } of keys) {
    if (key <= before) return 'what is known of keys is not in order';
    if (nonce <= keyFloor) return 'more is known of a key than is needed';
    before = key;
  }
  return null;
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
function agentsFault(state: EngineState, account: number): string | null {
  const { accounts, agents } = state;
  const present = agents.of(account);
  if (present.length > MOST_AGENTS) return 'an account has too many agents';
  let before = 0;
  for (const agent of present) {
    const { address, number } = agent;
    const held = agents.find(address);
    if (number <= before) return 'the agents of an account are not in order';
    if (held?.account !== account || held.number !== number) return 'an agent has two accounts';
    if (accounts.find(address) !== NONE) return 'an agent has an account of its own';
    if (hasEnded(state, account, agent)) return 'an agent signs whose approval has ended';
    before = number;
  }
  return before > agents.lastNumber(account) ? 'an agent has a number that none has had' : null;
}

/** Whether the approval that an agent has is known to be over. */
function hasEnded({ accounts, facts }: EngineState, account: number, agent: Agent): boolean {
  const { keys } = facts.of(accounts.address(account));
  return keys.some(
    ({ key, nonce, ended }) => key === agent.address && ended && nonce >= agent.nonce,
  );
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
