import { useMemo, useRef } from 'react';
import { type Polled, usePolled } from '#components/status/use-polled.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { SeenBlock } from '#lib/exit/chain-clock.ts';
import type { ExitAccount } from '#lib/exit/exit-account.ts';
import { networkClient } from '#lib/wallet/network-client.ts';

const REFRESH_MS = 2_000;

/** An account, and when its block was seen first. */
export type SeenAccount = { readonly account: ExitAccount; readonly block: SeenBlock };

export type ExitSubject = {
  readonly clearingHouse: Address;
  readonly tokens: readonly Token[];
  /** `null` reads nothing. */
  readonly account: Address | null;
};

/** An account of the clearing house, read from the chain again and again. */
export function useExitAccount(subject: ExitSubject): Polled<SeenAccount> {
  const { clearingHouse, tokens, account } = subject;
  const network = useWalletNetwork();
  const seen = useRef<(SeenBlock & { readonly number: bigint }) | null>(null);

  const read = useMemo(() => {
    const { multicall3 } = network;
    if (account === null || multicall3 === null) return null;
    const context = { client: networkClient(network), multicall3 };
    return async () => {
      const { readExitAccount } = await import('#lib/exit/read-exit-account.ts');
      const read = await readExitAccount({ context, clearingHouse, account, known: tokens });
      const { number, seconds } = read.block;
      if (seen.current?.number !== number) seen.current = { number, seconds, seenMs: Date.now() };
      return { account: read, block: seen.current };
    };
  }, [network, clearingHouse, tokens, account]);

  return usePolled(read, REFRESH_MS);
}
