import { isExpiredAgent } from './approve-agent.ts';
import type { OpenAccount } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { NONE } from './order-pool.ts';
import type { RejectCode } from './reject-code.ts';
import { dropAgent } from './revoke-agent.ts';

/** Accounts of one engine: 256 bytes each. */
export const MOST_ACCOUNTS = 4_194_304;

/** Opens the next account for an address that has none; one that was an agent's is so no more. */
export function openAccount(state: EngineState, command: OpenAccount): void {
  const { account, address } = command;
  const { accounts } = state;
  const code = checkOpening(state, command);
  if (code !== null) {
    state.events.rejected(account, 0, code);
    return;
  }
  const held = state.agents.find(address);
  if (held !== null) dropAgent(state, held);
  accounts.open(address);
  beginWithFacts(state, account, address);
  state.ledger.reserve(accounts.count);
  state.events.accountOpened(account);
}

/** What the address did on chain before it had an account holds for the account. */
function beginWithFacts({ facts, nonces }: EngineState, account: number, address: string): void {
  const { epoch, skipped } = facts.of(address);
  if (epoch > 0) nonces.setEpoch(account, epoch);
  if (skipped > 0) nonces.passOver(account, skipped);
  if (epoch + skipped > 0) facts.set(address, { epoch: 0, skipped: 0 });
}

function checkOpening(state: EngineState, command: OpenAccount): RejectCode | null {
  const { account, address, time } = command;
  const { accounts, agents } = state;
  const held = agents.find(address);
  if (account !== accounts.count) return 'account/not-next';
  if (accounts.find(address) !== NONE) return 'account/address-taken';
  if (held !== null && !isExpiredAgent(state, held, time)) return 'account/address-taken';
  return accounts.count >= MOST_ACCOUNTS ? 'account/too-many' : null;
}
