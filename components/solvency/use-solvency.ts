import { useMemo } from 'react';
import { type Polled, usePolled } from '#components/status/use-polled.ts';
import { useWallet } from '#components/wallet/use-wallet.ts';
import { useWalletNetwork } from '#components/wallet/use-wallet-network.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { Holdings, LiabilityReport } from '#lib/solvency/holdings.ts';
import type { HoldingsQuery } from '#lib/solvency/read-holdings.ts';
import { networkClient } from '#lib/wallet/network-client.ts';

const CHAIN_MS = 4_000;
const REPORT_MS = 10_000;

/** What the operator says that it owes, and the chain at that block. */
export type CheckedReport = {
  readonly report: LiabilityReport | null;
  /** `null` when the node no longer has the state of that block. */
  readonly atReport: Holdings | null;
};

export type SolvencyReading = {
  readonly latest: Polled<Holdings>;
  readonly reported: Polled<CheckedReport>;
};

/** The clearing house on the chain, and what the operator says of it, again and again. */
export function useSolvency({
  clearingHouse,
  tokens,
}: {
  readonly clearingHouse: Address;
  readonly tokens: readonly Token[];
}): SolvencyReading {
  const network = useWalletNetwork();
  const wallet = useWallet();
  const account = wallet.status === 'connected' ? wallet.address : null;

  const readLatest = useMemo(() => {
    const { multicall3 } = network;
    if (multicall3 === null) return null;
    const context = { client: networkClient(network), multicall3 };
    return async () => {
      const { readHoldings } = await import('#lib/solvency/read-holdings.ts');
      return await readHoldings({ context, clearingHouse, known: tokens, account });
    };
  }, [network, clearingHouse, tokens, account]);

  const readReport = useMemo(() => {
    const { multicall3, sidecarUrl } = network;
    if (multicall3 === null) return null;
    const context = { client: networkClient(network), multicall3 };
    return async () => {
      const { fetchSolvency } = await import('#lib/queries/fetch-solvency.ts');
      const report = await fetchSolvency(sidecarUrl);
      if (report === null) return { report, atReport: null };
      const query = { context, clearingHouse, known: tokens, account: null };
      return { report, atReport: await readAt(BigInt(report.block), query) };
    };
  }, [network, clearingHouse, tokens]);

  return {
    latest: usePolled(readLatest, CHAIN_MS),
    reported: usePolled(readReport, REPORT_MS),
  };
}

/** The chain at a block of before; `null` when it cannot be read there any more. */
async function readAt(
  blockNumber: bigint,
  query: Omit<HoldingsQuery, 'blockNumber'>,
): Promise<Holdings | null> {
  const { readHoldings } = await import('#lib/solvency/read-holdings.ts');
  return await readHoldings({ ...query, blockNumber }).catch(() => null);
}
