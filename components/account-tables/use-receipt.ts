import { useQuery } from '@tanstack/react-query';
import { useNetworkConfig, useWebConfig } from '#components/shell/config-provider.tsx';
import { fetchOperator } from '#lib/queries/fetch-operator.ts';
import { fetchReceipt, type ReceiptFile } from '#lib/queries/fetch-receipt.ts';
import { checkReceipt, type ReceiptProblem } from '#lib/trading/check-receipt.ts';
import { accountQueries } from './account-queries.ts';
import type { AccountSource } from './account-source.ts';

export type CheckedReceipt = ReceiptFile & {
  /** `null` = it is what it says, and what was asked for. */
  readonly problem: ReceiptProblem | null;
};

/** The receipt of an order, checked in this browser before anybody sees it. */
export function useReceipt(orderId: number, { sidecarUrl, owner, token }: AccountSource) {
  const { chainId } = useNetworkConfig();
  const verifyingContract = useWebConfig()?.contracts.clearingHouse ?? '0x';
  return useQuery(
    {
      queryKey: [sidecarUrl, owner, 'receipt', orderId],
      enabled: token !== null,
      queryFn: async ({ signal }): Promise<CheckedReceipt> => {
        const file = await fetchReceipt({ sidecarUrl, token: token ?? '', orderId, signal });
        // Only then: the exchange may have learned of a new key of its operator when it signed.
        const operator = await fetchOperator(sidecarUrl, { signal });
        const domain = { chainId, verifyingContract };
        const facts = { orderId, owner, domain, operator };
        return { ...file, problem: await checkReceipt(file.receipt, facts) };
      },
    },
    accountQueries,
  );
}
