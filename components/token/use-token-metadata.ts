import { useEffect, useState } from 'react';
import { ChainError } from '#lib/chain/chain-error.ts';
import type { ReadContext } from '#lib/chain/read-many.ts';
import { readTokenMetadata, type TokenMetadata } from '#lib/chain/read-token-metadata.ts';
import type { Address } from '#lib/domain/address.ts';
import type { SwapErrorCode } from '#lib/swap/swap-errors.ts';

export type TokenReading =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly metadata: TokenMetadata }
  | { readonly kind: 'failed'; readonly code: SwapErrorCode };

/** What a contract says about itself as a token. */
export function useTokenMetadata(
  context: Omit<ReadContext, 'blockHash'> & { readonly chainId: number },
  address: Address,
): TokenReading {
  const [reading, setReading] = useState<TokenReading>({ kind: 'reading' });
  useEffect(() => {
    let wanted = true;
    const show = (shown: TokenReading) => {
      if (wanted) setReading(shown);
    };
    readTokenMetadata(context, address).then(
      (metadata) => show({ kind: 'read', metadata }),
      (error: unknown) => {
        const code = error instanceof ChainError ? error.code : 'chain/unexpected-answer';
        show({ kind: 'failed', code });
      },
    );
    return () => {
      wanted = false;
    };
  }, [context, address]);
  return reading;
}
