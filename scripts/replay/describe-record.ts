import { decimalText } from '#lib/format/decimal-text.ts';
import type { Command, EngineEvent } from '#server/engine/index.ts';
import type { DecimalTexts } from './decimal-texts.ts';

/** The fields of a command, event or leg. */
type Fields = Readonly<Record<string, unknown>>;

/** Where a field stands, as far as that decides what it means. */
type Place = { readonly fields: Fields; readonly market: number; readonly texts: DecimalTexts };

const MARKET_STATES = ['pre-open', 'open', 'post-only', 'cancel-only', 'halted', 'delisted'];
const PRICE_SOURCES = ['last', 'mark', 'index'];
const SELF_TRADE = ['cancel newest', 'cancel oldest', 'cancel both', 'decrement', 'allow'];

/** What the numbers of a choice mean, by the name of its field. */
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  side: ['buy', 'sell'],
  takerSide: ['buy', 'sell'],
  type: ['limit', 'market'],
  timeInForce: ['GTC', 'IOC', 'FOK', 'GTD'],
  postOnly: ['off', 'reject', 'slide'],
  selfTrade: SELF_TRADE,
  trigger: ['none', 'rising', 'falling'],
  triggerBy: PRICE_SOURCES,
  state: MARKET_STATES,
};

/** Told elsewhere. */
const IN_THE_HEAD = ['kind', 'seq', 'time'];
/** Zero, and false, say no more than that there is none. */
const NONE_IS_ZERO = [
  'orderId',
  'clientOrderId',
  'price',
  'triggerPrice',
  'displayQuantity',
  'display',
  'postOnly',
  'reduceOnly',
  'trigger',
  'siblingId',
  'digest',
];
const PRICES = ['price', 'triggerPrice'];
const SIZES = [
  'quantity',
  'displayQuantity',
  'display',
  'remaining',
  'visible',
  'hidden',
  'filled',
  'by',
  'maxQuantity',
];
const TIMES = ['expiry', 'deadline'];
const SHOWN_SIGNATURE_BYTES = 8;

/** A market's state as a word. */
export function marketStateName(state: number): string {
  return MARKET_STATES[state] ?? String(state);
}

/** A choice as a word: of the field `side`, 0 is `buy`. */
export function choiceName(field: string, value: number): string {
  return CHOICES[field]?.[value] ?? String(value);
}

/** An instant in milliseconds since the epoch: `2026-03-09 14:05:07.123 UTC`. */
export function instant(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return `${time} ms`;
  return date.toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** An integer, and its decimal text beside it where there is one: `67,421.50 (6742150)`. */
export function withDecimals(text: string | null, value: number): string {
  return text === null ? String(value) : `${text} (${value})`;
}

/** A count with thousands separators, and what is counted: `1 trade`, `1,234 trades`. */
export function counted(count: number, singular: string): string {
  return `${decimalText(BigInt(count), 0)} ${count === 1 ? singular : `${singular}s`}`;
}

/** A command or an event in one line: its kind, then its fields, those that say nothing left out. */
export function describeRecord(record: Command | EngineEvent, texts: DecimalTexts): string {
  const fields = fieldTexts(record, texts).map(([name, text]) => `${fieldWords(name)} ${text}`);
  return fields.length === 0 ? record.kind : `${record.kind}: ${fields.join(', ')}`;
}

/** The same in pieces: the fields that say something, by name. */
export function fieldTexts(
  record: Command | EngineEvent,
  texts: DecimalTexts,
): (readonly [name: string, text: string])[] {
  return textsOf({ ...record }, { market: 'market' in record ? record.market : 0, texts });
}

function textsOf(fields: Fields, { market, texts }: Omit<Place, 'fields'>) {
  const place = { fields, market, texts };
  return Object.entries(fields)
    .filter(([name, value]) => says(name, value, fields))
    .map(([name, value]) => [name, fieldText(name, value, place)] as const);
}

function says(name: string, value: unknown, fields: Fields): boolean {
  if (IN_THE_HEAD.includes(name) || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (name === 'triggerBy') return fields.triggerPrice !== 0;
  if (name === 'expiry') return value !== 0;
  // Of a modification it means that the quantity stays.
  if (name === 'quantity' && fields.kind === 'modify') return value !== 0;
  return !(NONE_IS_ZERO.includes(name) && (value === 0 || value === false));
}

function fieldText(name: string, value: unknown, place: Place): string {
  if (value instanceof Uint8Array) return signatureText(value);
  if (Array.isArray(value)) return value.map((item) => fieldText('', item, place)).join(', ');
  if (typeof value === 'object' && value !== null) return legText({ ...value }, place);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'number') return String(value);
  return numberText(name, value, place);
}

function numberText(name: string, value: number, { fields, market, texts }: Place): string {
  if (name === 'source' && fields.kind !== 'deposit') return PRICE_SOURCES[value] ?? String(value);
  if (name in CHOICES) return choiceName(name, value);
  if (name === 'market') return marketText(value, texts);
  if (name.endsWith('sset')) return assetText(value, texts);
  if (name.toLowerCase().endsWith('account')) return value === 0 ? '0 (fees)' : String(value);
  if (TIMES.includes(name)) return value === 0 ? 'none' : instant(milliseconds(value, fields));
  if (PRICES.includes(name)) return withDecimals(texts.price(market, value), value);
  if (SIZES.includes(name)) return withDecimals(texts.size(market, value), value);
  const asset = assetOf(name, { fields, market, texts });
  return asset === null ? String(value) : withDecimals(texts.amount(asset, value), value);
}

/** What is signed says its time in seconds: an authority, and the limits of an agent. */
function milliseconds(time: number, fields: Fields): number {
  return 'maxFeePpm' in fields || 'maxNotional' in fields ? time * 1_000 : time;
}

/** The asset that an amount is of. */
function assetOf(name: string, { fields, market, texts }: Place): number | null {
  if (name === 'amount') return Number(fields.asset);
  if (name === 'base' || name === 'buyerFee') return Number(fields.baseAsset);
  if (name === 'quote' || name === 'sellerFee') return Number(fields.quoteAsset);
  if (name === 'minNotional') return Number(fields.quoteAsset);
  if (name === 'takerFee') return texts.receivedAsset(market, Number(fields.takerSide));
  if (name === 'makerFee') return texts.receivedAsset(market, 1 - Number(fields.takerSide));
  return null;
}

function marketText(market: number, texts: DecimalTexts): string {
  const symbol = texts.symbol(market);
  if (market === 0) return '0 (all)';
  return symbol === null ? String(market) : `${market} (${symbol})`;
}

function assetText(asset: number, texts: DecimalTexts): string {
  const symbol = texts.assetSymbol(asset);
  return symbol === null ? String(asset) : `${asset} (${symbol})`;
}

function legText(leg: Fields, { market, texts }: Place): string {
  const inner = textsOf(leg, { market, texts }).map(
    ([name, text]) => `${fieldWords(name)} ${text}`,
  );
  return `[${inner.join(', ')}]`;
}

function signatureText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.subarray(0, SHOWN_SIGNATURE_BYTES)).toString('hex');
  const more = bytes.length > SHOWN_SIGNATURE_BYTES ? '…' : '';
  return `0x${hex}${more} (${bytes.length} bytes)`;
}

/** The name of a field in words: `clientOrderId` is "client order id". */
export function fieldWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
