import { encodeFunctionData, getAddress, type Hex, hexToBigInt, size } from 'viem';
import { call, getCode } from 'viem/actions';
import { type Address, isAddress } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { ChainError } from './chain-error.ts';
import { chainFailure } from './chain-failure.ts';
import { readPermit } from './permit.ts';
import type { ReadContext } from './read-many.ts';
import { erc20Abi } from './token-abis.ts';
import { MAX_NAME_LENGTH, MAX_SYMBOL_LENGTH, MAX_TOKEN_DECIMALS } from './token-bounds.ts';
import { decodeTokenText, sanitizeTokenText, type TextFlag, type TokenText } from './token-text.ts';

/** A token that somebody names by its address. */
export type TokenMetadata = {
  /** Safe to show and to list: its texts are plain and short, whatever the contract says. */
  readonly token: Token;
  readonly symbolFlags: readonly TextFlag[];
  readonly nameFlags: readonly TextFlag[];
  /** Base units. */
  readonly totalSupply: bigint;
};

/** An account without special treatment; some tokens refuse the zero address. */
const SOMEBODY: Address = '0x000000000000000000000000000000000000dEaD';

/**
 * Reads what an address says about itself as a token, believing none of it: there is code, it answers
 * as an ERC-20 does, and its texts are made plain.
 *
 * @param text An address; what a person pasted, without spaces around.
 * @throws ChainError `token/invalid-address` (also for a wrong checksum), `token/no-code`, `token/not-erc20`,
 * `token/unsupported-decimals` (more than 36), or as `readMany`.
 */
export async function readTokenMetadata(
  context: ReadContext & { readonly chainId: number },
  text: string,
): Promise<TokenMetadata> {
  const address = parseAddress(text);
  if (!(await hasCode(context, address))) {
    throw new ChainError('token/no-code', `There is no contract at ${address}.`);
  }
  // One request each: a contract that burns all gas in one must not fail the others.
  const [supply, balance, allowance, decimals, symbol, name, permit] = await Promise.all([
    ask(context, { address, functionName: 'totalSupply' }),
    ask(context, { address, functionName: 'balanceOf', args: [SOMEBODY] }),
    ask(context, { address, functionName: 'allowance', args: [SOMEBODY, SOMEBODY] }),
    ask(context, { address, functionName: 'decimals' }),
    ask(context, { address, functionName: 'symbol' }),
    ask(context, { address, functionName: 'name' }),
    readPermit(context, { token: address, owner: SOMEBODY, chainId: context.chainId }),
  ]);
  const totalSupply = asNumber(supply);
  if (totalSupply === null || asNumber(balance) === null || asNumber(allowance) === null) {
    throw new ChainError('token/not-erc20', `${address} does not answer as an ERC-20 token.`);
  }
  const texts = {
    symbol: textOf(symbol, { maxLength: MAX_SYMBOL_LENGTH, fallback: shortAddress(address) }),
    name: textOf(name, { maxLength: MAX_NAME_LENGTH, fallback: shortAddress(address) }),
  };
  return {
    token: {
      kind: 'token',
      address,
      symbol: texts.symbol.text,
      name: texts.name.text,
      decimals: supportedDecimals(asNumber(decimals), address),
      permit: permit !== null,
    },
    symbolFlags: texts.symbol.flags,
    nameFlags: texts.name.flags,
    totalSupply,
  };
}

/** The address in its checksummed spelling. One in mixed case must have the right checksum. */
function parseAddress(text: string): Address {
  if (!isAddress(text)) {
    throw new ChainError('token/invalid-address', 'An address is 0x and 40 hexadecimal digits.');
  }
  const digits = text.slice(2);
  const isMixed = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
  const address = getAddress(`0x${digits.toLowerCase()}`);
  if (isMixed && address !== text) {
    const message = 'The capital letters of the address do not fit: a digit is wrong.';
    throw new ChainError('token/invalid-address', message);
  }
  return address;
}

async function hasCode({ client, blockHash }: ReadContext, address: Address): Promise<boolean> {
  try {
    const at = blockHash === undefined ? {} : { blockHash };
    const code = await getCode(client, { address, ...at });
    return code !== undefined && size(code) > 0;
  } catch (cause) {
    throw chainFailure(cause);
  }
}

type Question = { readonly address: Address } & (
  | { readonly functionName: 'totalSupply' | 'decimals' | 'symbol' | 'name' }
  | { readonly functionName: 'balanceOf'; readonly args: readonly [Address] }
  | { readonly functionName: 'allowance'; readonly args: readonly [Address, Address] }
);

/** The raw answer of a token, `null` when it reverts. */
async function ask(context: ReadContext, question: Question): Promise<Hex | null> {
  const data = encodeFunctionData({ abi: erc20Abi, ...question });
  const at = context.blockHash === undefined ? {} : { blockHash: context.blockHash };
  try {
    const answer = await call(context.client, { to: question.address, data, batch: false, ...at });
    return answer.data ?? null;
  } catch (cause) {
    const failure = chainFailure(cause);
    if (failure instanceof ChainError && failure.code === 'chain/unexpected-answer') return null;
    throw failure;
  }
}

/** A number of exactly one word; anything else is no answer of an ERC-20 token. */
function asNumber(answer: Hex | null): bigint | null {
  return answer !== null && size(answer) === 32 ? hexToBigInt(answer) : null;
}

function supportedDecimals(decimals: bigint | null, address: Address): number {
  if (decimals === null) {
    throw new ChainError('token/not-erc20', `${address} does not say its decimals.`);
  }
  if (decimals > MAX_TOKEN_DECIMALS) {
    const message = `${address} has ${decimals} decimals; at most ${MAX_TOKEN_DECIMALS} are supported.`;
    throw new ChainError('token/unsupported-decimals', message);
  }
  return Number(decimals);
}

function textOf(
  answer: Hex | null,
  { maxLength, fallback }: { readonly maxLength: number; readonly fallback: string },
): TokenText {
  const raw = answer === null ? null : decodeTokenText(answer);
  const { text, flags } = sanitizeTokenText(raw ?? '', maxLength);
  return { text: text === '' ? fallback : text, flags };
}

function shortAddress(address: Address): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}
