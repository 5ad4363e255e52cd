import { createSiweMessage } from 'viem/siwe';
import type { Address } from '#lib/domain/address.ts';
import {
  decodeLoginResponse,
  decodeNonceResponse,
  type SignedIn,
} from '#lib/protocol/rest/sign-in.ts';
import { fetchAnswer } from './fetch-answer.ts';

export type SignInOptions = {
  readonly sidecarUrl: string;
  /** The account's owner, whose wallet signs. */
  readonly address: Address;
  /** Of the page: the wallet compares it with what the message says. */
  readonly origin: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  readonly signMessage: (message: string) => Promise<`0x${string}`>;
};

/**
 * Signs the owner in with their wallet (EIP-4361): for what a trading key may not do.
 *
 * @throws RequestError, and what the wallet throws.
 */
export async function signIn(options: SignInOptions): Promise<SignedIn> {
  const { sidecarUrl, address, origin, nowMs, signMessage } = options;
  const { nonce, statement, chainId } = await fetchAnswer(`${sidecarUrl}/v1/auth/nonce`, {
    decode: decodeNonceResponse,
  });
  const message = createSiweMessage({
    domain: new URL(origin).host,
    address,
    statement,
    uri: origin,
    version: '1',
    chainId,
    nonce,
    issuedAt: new Date(nowMs),
  });
  const signature = await signMessage(message);
  return await fetchAnswer(`${sidecarUrl}/v1/auth/login`, {
    body: { message, signature },
    decode: decodeLoginResponse,
  });
}
