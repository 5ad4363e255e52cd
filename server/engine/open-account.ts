import type { OpenAccount } from './command.ts';
import type { EngineState } from './engine-state.ts';
import { NONE } from './order-pool.ts';
import type { RejectCode } from './reject-code.ts';

/** Accounts of one engine: 256 bytes each. */
export const MOST_ACCOUNTS = 4_194_304;

/** Opens the next account for an address that has none. */
export function openAccount(state: EngineState, command: OpenAccount): void {
  const { account, address } = command;
  const { accounts } = state;
  const code = checkOpening(state, command);
  if (code !== null) {
    state.events.rejected(account, 0, code);
    return;
  }
  accounts.open(address);
  state.ledger.reserve(accounts.count);
  state.events.accountOpened(account);
}

function checkOpening(
  { accounts }: EngineState,
  { account, address }: OpenAccount,
): RejectCode | null {
  if (account !== accounts.count) return 'account/not-next';
  if (accounts.find(address) !== NONE) return 'account/address-taken';
  return accounts.count >= MOST_ACCOUNTS ? 'account/too-many' : null;
}
