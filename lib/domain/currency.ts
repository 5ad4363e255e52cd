import { type Address, sameAddress } from './address.ts';

/** The chain's own coin. On Lux: LUX, 18 decimals. It is wrapped as WLUX to enter a pool. */
export type NativeCurrency = {
  readonly kind: 'native';
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
};

/** An ERC-20 token. Amounts are `bigint` in base units, `10 ** decimals` of which make one token. */
export type Token = {
  readonly kind: 'token';
  readonly address: Address;
  readonly symbol: string;
  readonly name: string;
  readonly decimals: number;
  /** Whether the token takes an EIP-2612 `permit` signature in place of an approval. */
  readonly permit: boolean;
};

export type Currency = NativeCurrency | Token;

export const LUX: NativeCurrency = { kind: 'native', symbol: 'LUX', name: 'Lux', decimals: 18 };

/** Whether two currencies are the same thing; LUX and WLUX are not. */
export function sameCurrency(a: Currency, b: Currency): boolean {
  if (a.kind === 'native' || b.kind === 'native') return a.kind === b.kind;
  return sameAddress(a.address, b.address);
}

/** The token that stands for a currency inside pools: a token itself, or `wlux` for the native coin. */
export function pooledToken(currency: Currency, wlux: Token): Token {
  return currency.kind === 'native' ? wlux : currency;
}

/** A stable key for lists and maps: `native`, or the lower-case address. */
export function currencyKey(currency: Currency): string {
  return currency.kind === 'native' ? 'native' : currency.address.toLowerCase();
}
