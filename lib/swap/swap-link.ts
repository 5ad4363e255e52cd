import { type Address, isAddress, sameAddress } from '#lib/domain/address.ts';
import { type Currency, LUX, sameCurrency, type Token } from '#lib/domain/currency.ts';
import { parseAmount } from './parse-amount.ts';
import type { ExactSide } from './swap-request.ts';

/** What a link to the swap page asks for, and what of it could not be followed. */
export type SwapLink = {
  readonly pay: Currency | null;
  readonly receive: Currency | null;
  readonly exact: ExactSide;
  readonly text: string;
  /** Tokens named by addresses that are not listed: they are offered for import, never chosen. */
  readonly unlisted: readonly UnlistedToken[];
  /** One sentence for each part that was ignored. */
  readonly notices: readonly string[];
};

/** A token that is known by its address only, and the side that it is wanted for. */
export type UnlistedToken = { readonly side: ExactSide; readonly address: Address };

/** Query parameters of a page, as Next gives them. */
export type LinkParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Reads `/swap?from=LUX&to=LUSD&amount=1` (and `exact=receive`). A part that is not understood, or
 * given twice, is ignored with a notice: a link never fills in something that was only guessed.
 */
export function readSwapLink(parameters: LinkParameters, tokens: readonly Token[]): SwapLink {
  const notices: string[] = [];
  const reading: Reading = { parameters, tokens, notices };
  const from = readCurrency('from', reading);
  const to = readCurrency('to', reading);
  const isSame = from.currency && to.currency && sameCurrency(from.currency, to.currency);
  if (isSame) notices.push('The link names the same token twice.');
  const receive = isSame ? null : to.currency;
  const exact = readSide(reading);
  const unit = exact === 'pay' ? from.currency : receive;
  return {
    pay: from.currency,
    receive,
    exact,
    text: readAmount(unit, reading),
    unlisted: [...unlistedOn('pay', from), ...unlistedOn('receive', to)],
    notices,
  };
}

/** The link to a swap: what {@link readSwapLink} reads back. Listed symbols, else addresses. */
export function swapLink(
  { pay, receive, exact, text }: Pick<SwapLink, 'pay' | 'receive' | 'exact' | 'text'>,
  tokens: readonly Token[],
): string {
  const query = new URLSearchParams();
  if (pay !== null) query.set('from', linkName(pay, tokens));
  if (receive !== null) query.set('to', linkName(receive, tokens));
  if (text !== '') query.set('amount', text);
  if (exact === 'receive') query.set('exact', 'receive');
  const search = query.toString();
  return search === '' ? '/swap' : `/swap?${search}`;
}

function linkName(currency: Currency, tokens: readonly Token[]): string {
  if (currency.kind === 'native') return currency.symbol;
  const bearers = tokens.filter(({ symbol }) => symbol === currency.symbol);
  const [only] = bearers;
  const isTheOne = bearers.length === 1 && only && sameAddress(only.address, currency.address);
  return isTheOne ? currency.symbol : currency.address;
}

/** What is being read, and where what was not understood is noted. */
type Reading = {
  readonly parameters: LinkParameters;
  readonly tokens: readonly Token[];
  readonly notices: string[];
};

type FoundCurrency = { readonly currency: Currency | null; readonly unlisted: Address | null };

function readCurrency(name: 'from' | 'to', reading: Reading): FoundCurrency {
  const { tokens, notices } = reading;
  const text = single(name, reading);
  if (text === null) return { currency: null, unlisted: null };
  if (isAddress(text)) {
    const token = tokens.find(({ address }) => sameAddress(address, text)) ?? null;
    return { currency: token, unlisted: token === null ? text : null };
  }
  if (text.toUpperCase() === LUX.symbol) return { currency: LUX, unlisted: null };
  const bearers = tokens.filter(({ symbol }) => symbol.toUpperCase() === text.toUpperCase());
  const [only] = bearers;
  if (bearers.length === 1 && only) return { currency: only, unlisted: null };
  notices.push(
    bearers.length > 1
      ? 'The link names a symbol that several tokens have. Choose the token by its address.'
      : 'The link names a token that is not listed here.',
  );
  return { currency: null, unlisted: null };
}

function unlistedOn(side: ExactSide, { unlisted }: FoundCurrency): readonly UnlistedToken[] {
  return unlisted === null ? [] : [{ side, address: unlisted }];
}

function readSide(reading: Reading): ExactSide {
  const text = single('exact', reading);
  if (text !== null && text !== 'pay' && text !== 'receive') {
    reading.notices.push('The link’s “exact” is neither pay nor receive.');
  }
  return text === 'receive' ? 'receive' : 'pay';
}

/** Only digits and one point: a link is written by a program, so nothing is forgiven. */
function readAmount(unit: Currency | null, reading: Reading): string {
  const text = single('amount', reading);
  if (text === null) return '';
  const parsed =
    unit !== null && /^\d{1,60}(?:\.\d{1,60})?$/u.test(text) && parseAmount(text, unit);
  if (parsed && parsed.kind === 'amount') return text;
  reading.notices.push('The link’s amount was not understood.');
  return '';
}

function single(name: string, { parameters, notices }: Reading): string | null {
  const value = parameters[name];
  if (value === undefined || value === '') return null;
  if (typeof value === 'string') return value;
  notices.push(`The link gives “${name}” more than once.`);
  return null;
}
