'use client';

import { useNetworkConfig } from '#components/shell/config-provider.tsx';
import { StatusDot } from '#components/ui/status-dot.tsx';
import { TextLink } from '#components/ui/text-link.tsx';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import { contractLines } from '#lib/status/derive-status.ts';
import type { ChainFindings } from '#lib/status/read-contract-code.ts';
import { explorerLink } from '#lib/wallet/explorer-link.ts';
import { type FigureColumn, FigureTable } from './figure-table.tsx';

const COLUMNS: readonly FigureColumn[] = [
  { id: 'name', heading: 'Contract', className: 'w-44 whitespace-nowrap' },
  { id: 'code', heading: 'Code', className: 'w-36 whitespace-nowrap' },
  { id: 'address', heading: 'Address', className: 'whitespace-nowrap' },
  { id: 'hash', heading: 'Hash of the code', className: 'max-md:hidden' },
];

/** The contracts that the exchange names, and what the chain has at their addresses. */
export function ContractTable({ findings }: { readonly findings: ChainFindings }) {
  const { explorerUrl } = useNetworkConfig();
  return (
    <FigureTable
      label="Contracts"
      columns={COLUMNS}
      rows={contractLines(findings).map(({ name, tone, state, detail, address }) => {
        const href = explorerLink(explorerUrl, { kind: 'address', id: address });
        return {
          id: name,
          cells: [
            <span key="name" className="inline-flex items-center gap-2">
              <StatusDot tone={tone} />
              {name}
            </span>,
            <span key="code" className="numeric">
              {state}
            </span>,
            <span key="address" className="numeric">
              {href === null ? address : <TextLink href={href}>{address}</TextLink>}
            </span>,
            <span key="hash" className="numeric text-secondary" title={detail}>
              {detail === '' ? '' : shortenAddress(detail, 8)}
            </span>,
          ],
        };
      })}
    />
  );
}
