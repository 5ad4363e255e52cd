import { isAddress } from 'viem';
import type { Address } from '#lib/domain/address.ts';

/** What an EIP-4361 message says. Times are milliseconds since the epoch; `null` = not said. */
export type SignInMessage = {
  readonly scheme: string | null;
  readonly domain: string;
  /** As it was written: lower case, or with a right checksum. */
  readonly address: Address;
  readonly statement: string | null;
  readonly uri: string;
  readonly chainId: number;
  readonly nonce: string;
  readonly issuedMs: number;
  readonly expiresMs: number | null;
  readonly notBeforeMs: number | null;
};

/** Longest message that is looked at; ours has some 400 characters. */
const MOST_CHARACTERS = 4_096;

const TIME = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})`;

/**
 * The grammar of EIP-4361, whole: what is not in it is not in the message. Request id and resources
 * are allowed and mean nothing here.
 */
const MESSAGE = new RegExp(
  [
    String.raw`^(?:(?<scheme>[a-zA-Z][a-zA-Z0-9+.-]{0,31})://)?(?<domain>[a-zA-Z0-9.:\[\]-]{1,255})`,
    String.raw` wants you to sign in with your Ethereum account:\n(?<address>0x[0-9a-fA-F]{40})\n\n`,
    String.raw`(?:(?<statement>[\x20-\x7e]{1,1024})\n)?\n`,
    String.raw`URI: (?<uri>[\x21-\x7e]{1,1024})\nVersion: 1\nChain ID: (?<chainId>[1-9]\d{0,15})\n`,
    String.raw`Nonce: (?<nonce>[a-zA-Z0-9]{8,128})\nIssued At: (?<issued>${TIME})`,
    String.raw`(?:\nExpiration Time: (?<expires>${TIME}))?(?:\nNot Before: (?<notBefore>${TIME}))?`,
    String.raw`(?:\nRequest ID: [\x21-\x7e]{0,256})?(?:\nResources:(?:\n- [\x21-\x7e]{1,512}){0,16})?$`,
  ].join(''),
);

/** Reads a Sign-In with Ethereum message; `null` = it is none. */
export function parseSignInMessage(text: string): SignInMessage | null {
  if (text.length > MOST_CHARACTERS) return null;
  const groups = MESSAGE.exec(text)?.groups;
  if (groups === undefined) return null;
  const { scheme, domain, address, statement, uri, chainId, nonce, issued } = groups;
  const times = [issued, groups.expires, groups.notBefore].map(timeOf);
  const [issuedMs, expiresMs, notBeforeMs] = times;
  if (domain === undefined || address === undefined || !isAddress(address)) return null;
  if (uri === undefined || nonce === undefined || typeof issuedMs !== 'number') return null;
  if (times.some(Number.isNaN) || !Number.isSafeInteger(Number(chainId))) return null;
  return {
    scheme: scheme ?? null,
    domain,
    address,
    statement: statement ?? null,
    uri,
    chainId: Number(chainId),
    nonce,
    issuedMs,
    expiresMs: expiresMs ?? null,
    notBeforeMs: notBeforeMs ?? null,
  };
}

function timeOf(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(text);
}
