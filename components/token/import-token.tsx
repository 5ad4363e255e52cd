'use client';

import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ReadContext } from '#lib/chain/read-many.ts';
import type { TokenMetadata } from '#lib/chain/read-token-metadata.ts';
import type { TextFlag } from '#lib/chain/token-text.ts';
import type { Address } from '#lib/domain/address.ts';
import { currencyKey, type Token } from '#lib/domain/currency.ts';
import { formatAmount } from '#lib/format/format-amount.ts';
import { swapErrors } from '#lib/swap/swap-errors.ts';
import { lookOf, type TokenEntry } from '#lib/swap/token-entries.ts';
import { TokenMark } from './token-mark.tsx';
import { useTokenMetadata } from './use-token-metadata.ts';

export type ImportTokenProps = {
  readonly address: Address;
  readonly context: Omit<ReadContext, 'blockHash'> & { readonly chainId: number };
  readonly entries: readonly TokenEntry[];
  readonly onImport: (token: Token) => void;
  readonly onBack: () => void;
};

/** Shows what an unlisted address says about itself, with a warning, before it is taken in. */
export function ImportToken({ address, context, entries, onImport, onBack }: ImportTokenProps) {
  const reading = useTokenMetadata(context, address);
  return (
    <div aria-busy={reading.kind === 'reading'} className="flex flex-col gap-4 p-4">
      {reading.kind === 'reading' ? <Skeleton className="h-24 w-full" /> : null}
      {reading.kind === 'failed' ? (
        <div role="alert" className="text-13">
          <p className="font-medium text-down">{swapErrors[reading.code].title}</p>
          <p className="text-secondary">
            {swapErrors[reading.code].happened} {swapErrors[reading.code].remedy}
          </p>
          <p className="numeric text-11 text-faint">{reading.code}</p>
        </div>
      ) : null}
      {reading.kind === 'read' ? (
        <TokenFacts metadata={reading.metadata} warnings={warningsOf(reading.metadata, entries)} />
      ) : null}
      <div className="flex gap-2">
        <Button onClick={onBack}>Back</Button>
        {reading.kind === 'read' ? (
          <Button variant="primary" onClick={() => onImport(reading.metadata.token)}>
            Import and choose {reading.metadata.token.symbol}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

function TokenFacts({
  metadata,
  warnings,
}: {
  readonly metadata: TokenMetadata;
  readonly warnings: readonly string[];
}) {
  const { token, totalSupply } = metadata;
  return (
    <>
      <div className="flex items-center gap-3">
        <TokenMark symbol={token.symbol} size={36} />
        <div className="min-w-0">
          <p className="truncate font-medium text-15">{token.symbol}</p>
          <p className="truncate text-13 text-secondary">{token.name}</p>
        </div>
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-12">
        <dt className="text-secondary">Address</dt>
        <dd className="numeric break-all text-right">{token.address}</dd>
        <dt className="text-secondary">Decimals</dt>
        <dd className="numeric text-right">{token.decimals}</dd>
        <dt className="text-secondary">Total supply</dt>
        <dd className="numeric truncate text-right">
          {formatAmount(totalSupply, token.decimals, { significantDigits: 8 })}
        </dd>
      </dl>
      <ul className="flex flex-col gap-1 rounded-control border border-line p-3 text-13 text-warn">
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
      </ul>
    </>
  );
}

const FLAG_TEXTS: Readonly<Record<TextFlag, string>> = {
  empty: 'It gives itself no name: its address is shown instead.',
  'too-long': 'Its name was shortened.',
  'control-characters': 'Its name holds control characters, which were taken out.',
  'invisible-characters': 'Its name holds invisible characters, which were taken out.',
  'right-to-left': 'Its name tries to turn the direction of the text, which was taken out.',
  markup: 'Its name holds markup, which was taken out.',
  'piled-marks': 'Its name holds piled up marks, which were taken out.',
  'lookalike-form': 'Its name is written in letters that look like others.',
  'not-text': 'Its name is no readable text.',
  'non-latin': 'Its name is not in Latin letters: some may look like others.',
};

function warningsOf(
  { token, symbolFlags, nameFlags }: TokenMetadata,
  entries: readonly TokenEntry[],
): readonly string[] {
  const twins = entries.filter(
    ({ key, currency }) =>
      key !== currencyKey(token) && lookOf(currency.symbol) === lookOf(token.symbol),
  );
  const flags = [...new Set([...symbolFlags, ...nameFlags])];
  return [
    'Anyone can make a token with any name. This one is not listed: compare the address with a source that you trust.',
    ...(twins.length === 0
      ? []
      : [`Another token here is called ${token.symbol} as well. This is not that token.`]),
    ...flags.map((flag) => FLAG_TEXTS[flag]),
  ];
}
