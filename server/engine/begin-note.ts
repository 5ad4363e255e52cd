import type { EngineState } from './engine-state.ts';
import { NONE } from './order-pool.ts';

/**
 * Tells that what an owner did on chain is taken in.
 *
 * @returns The owner's account, or `NONE`; `null` when it is refused, because nothing can be remembered
 * of one more address.
 */
export function beginNote({ accounts, facts, events }: EngineState, owner: string): number | null {
  const account = accounts.find(owner);
  if (account === NONE && facts.isFull && !facts.has(owner)) {
    events.rejected(0, 0, 'account/too-many');
    return null;
  }
  events.noted(account === NONE ? 0 : account);
  return account;
}
