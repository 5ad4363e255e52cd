import { useEffect, useState } from 'react';
import { getAddress, isAddress } from 'viem';
import { ChainError } from '#lib/chain/chain-error.ts';
import type { ReadContext } from '#lib/chain/read-many.ts';
import { readTokenMetadata, type TokenMetadata } from '#lib/chain/read-token-metadata.ts';
import type { Address } from '#lib/domain/address.ts';
import type { SwapErrorCode } from '#lib/swap/swap-errors.ts';

export type TokenReading =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly metadata: TokenMetadata }
  | { readonly kind: 'failed'; readonly code: SwapErrorCode };

type TokenContext = Omit<ReadContext, 'blockHash'> & { readonly chainId: number };

/** What a contract says about itself as a token. */
export function useTokenMetadata(context: TokenContext, address: Address): TokenReading {
  const [reading, setReading] = useState<TokenReading>({ kind: 'reading' });
  useEffect(() => {
    let wanted = true;
    void readToken(context, address).then((read) => {
      if (wanted) setReading(read);
    });
    return () => {
      wanted = false;
    };
  }, [context, address]);
  return reading;
}

async function readToken(context: TokenContext, address: Address): Promise<TokenReading> {
  // Capitals and small letters are the checksum of an address: where they are wrong, a digit may be.
  if (!isAddress(address)) return { kind: 'failed', code: 'token/wrong-checksum' };
  try {
    return { kind: 'read', metadata: await readTokenMetadata(context, getAddress(address)) };
  } catch (error) {
    const code = error instanceof ChainError ? error.code : 'chain/unexpected-answer';
    return { kind: 'failed', code };
  }
}
