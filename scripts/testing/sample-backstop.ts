import { privateKeyToAccount } from 'viem/accounts';
import { Backstop } from '#server/settlement/index.ts';
import type { SettlingExchange } from './settling-exchange.ts';

const KEY = `0x${'b5'.repeat(32)}` as const;

/** A backstop that signs with a key of its own; nothing is deposited for it yet. */
export function sampleBackstop(): Backstop {
  return new Backstop({
    address: privateKeyToAccount(KEY).address,
    signer: { privateKey: KEY },
    domain: () => ({ chainId: 1337, verifyingContract: `0x${'c1'.repeat(20)}` }),
  });
}

/** Deposits both assets for a backstop, which gets an account with the first; gives its number. */
export async function fundBackstop(
  { port, state }: SettlingExchange,
  { backstop, amount = 10 ** 12 }: { readonly backstop: Backstop; readonly amount?: number },
): Promise<number> {
  const address = backstop.address.toLowerCase();
  const known = state.accounts.find(address);
  const account = known === -1 ? state.accounts.count : known;
  if (known === -1) await port.execute({ kind: 'open-account', account, address });
  for (const asset of [0, 1]) {
    const sourceSeq = state.seq + 1_000;
    await port.execute({ kind: 'deposit', account, asset, amount, source: 0, sourceSeq });
  }
  return account;
}
