import { TextLink } from '#components/ui/text-link.tsx';
import type { Hash } from '#lib/domain/address.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import { explorerLink } from '#lib/wallet/explorer-link.ts';

export type TransactionLinkProps = {
  readonly hash: Hash;
  readonly explorerUrl: string | null;
};

/** A transaction by its hash: a link where the network has an explorer. */
export function TransactionLink({ hash, explorerUrl }: TransactionLinkProps) {
  const href = explorerLink(explorerUrl, { kind: 'tx', id: hash });
  const text = shortenAddress(hash, 6);
  return (
    <span className="numeric text-12" title={hash} data-testid="transaction-hash" data-hash={hash}>
      {href === null ? text : <TextLink href={href}>{text}</TextLink>}
    </span>
  );
}
