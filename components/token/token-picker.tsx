'use client';

import { useState } from 'react';
import { Dialog } from '#components/ui/dialog.tsx';
import type { ReadContext } from '#lib/chain/read-many.ts';
import { type Address, isAddress } from '#lib/domain/address.ts';
import type { Currency, Token } from '#lib/domain/currency.ts';
import type { TokenHolding } from '#lib/swap/find-tokens.ts';
import type { TokenEntry } from '#lib/swap/token-entries.ts';
import { ImportToken } from './import-token.tsx';
import { TokenSearch } from './token-search.tsx';

export type TokenPickerProps = {
  readonly title: string;
  readonly entries: readonly TokenEntry[];
  readonly holdings: ReadonlyMap<string, TokenHolding>;
  /** Keys of the tokens on the two sides. */
  readonly chosen: readonly string[];
  /** A token to import to begin with, as a link may name one. */
  readonly importing: Address | null;
  readonly context: Omit<ReadContext, 'blockHash'> & { readonly chainId: number };
  readonly onChoose: (currency: Currency) => void;
  readonly onImport: (token: Token) => void;
  readonly onClose: () => void;
};

/** The list of tokens, with search, balances and import by address. */
export function TokenPicker(props: TokenPickerProps) {
  const { title, entries, holdings, chosen, context, onChoose, onImport, onClose } = props;
  const [importing, setImporting] = useState(props.importing);
  return (
    <Dialog
      open
      onClose={onClose}
      title={importing === null ? title : 'Import a token'}
      widthClass="sm:w-110"
    >
      {importing === null ? (
        <TokenSearch
          entries={entries}
          holdings={holdings}
          chosen={chosen}
          onChoose={onChoose}
          onImport={(text) => {
            if (isAddress(text)) setImporting(text);
          }}
        />
      ) : (
        <ImportToken
          address={importing}
          context={context}
          entries={entries}
          onBack={() => setImporting(null)}
          onImport={(token) => {
            onImport(token);
            onChoose(token);
          }}
        />
      )}
    </Dialog>
  );
}
