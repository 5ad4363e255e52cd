import { type Address, isAddress } from '#lib/domain/address.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { OperatorAnswer } from '#server/operator-requests.ts';
import { rejectionOf } from './rejection-of.ts';

export type ThawOptions = {
  readonly port: Pick<ExchangePort, 'execute' | 'read'>;
  /** The number of an address's account; `null` when there is none. */
  readonly accountOf: (address: Address) => number | null;
  /** Whether the contract has an exit of the account under way; rejects while the chain does not answer. */
  readonly isExiting: (address: Address) => Promise<boolean>;
};

/**
 * Lets a frozen account trade again, by its operator's word. One that leaves through the contract stays
 * frozen: nothing of it can be settled.
 */
export async function thawAccount(
  { port, accountOf, isExiting }: ThawOptions,
  text: string,
): Promise<OperatorAnswer> {
  const address = text.toLowerCase();
  if (!isAddress(address)) return refused('This is no address: use 0x and 40 hexadecimal digits.');
  const account = accountOf(address);
  if (account === null) return refused(`${address} has no account.`);
  const { value: isFrozen } = await port.read(({ accounts }) => accounts.isFrozen(account));
  if (!isFrozen) return refused(`${address} is not frozen.`);
  const isLeaving = await isExiting(address).catch(() => null);
  if (isLeaving === null) {
    return refused(
      'The chain does not answer, so it is not known whether the account leaves through the contract. Nothing was changed: ask again when /status says that the chain is reachable.',
    );
  }
  if (isLeaving) {
    return refused(
      `${address} leaves through the contract. It is thawed by itself when its owner cancels that exit there.`,
    );
  }
  // An exit is another reason, which stays: whether it comes while this is under way or was there.
  const lifts = { kind: 'freeze-account', account, reason: 'unsettleable', frozen: false } as const;
  const outcome = await port.execute(lifts);
  const code = rejectionOf(outcome);
  if (code !== null) return refused(`The engine refused: ${code}.`);
  const { value: isLeft } = await port.read(({ accounts }) => accounts.isFrozen(account));
  if (isLeft) {
    return refused(
      `${address} stays frozen, because it asked the contract to leave. It is not frozen for anything else.`,
    );
  }
  return { done: true, text: `${address} (account ${account}) may trade again.` };
}

function refused(text: string): OperatorAnswer {
  return { done: false, text };
}
