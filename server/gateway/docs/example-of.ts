import type { JsonSchema } from './json-schema.ts';

const ADDRESS = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
const HASH = `0x${'5'.repeat(64)}`;
const SIGNATURE = `0x${'1b'.repeat(64)}`;
const TIME_MS = 1_790_000_040_000;

/** What stands in examples for members of a name, wherever they are. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  symbol: 'BTC-USDT',
  symbols: ['BTC-USDT'],
  channel: 'prices',
  base: 'BTC',
  quote: 'USDT',
  base_token: 'LBTC',
  quote_token: 'LUSD',
  asset: 'USDT',
  currency: 'USDT',
  fee_asset: 'BTC',
  price: 67_421.5,
  size: 0.25,
  Price: 67_421.5,
  Size: 0.25,
  tick_size: 0.01,
  lot_size: 0.0001,
  depth: 20,
  limit: 100,
  window: 60,
  side: 'buy',
  type: 'limit',
  status: 'open',
  interval: '1m',
  order_id: 4_711,
  orderId: 4_711,
  orderID: 4_711,
  client_order_id: 'my-order-1',
  clientOrderId: 'my-order-1',
  clientID: 'my-order-1',
  request_id: 'a1',
  address: ADDRESS,
  account: ADDRESS,
  agent: '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc',
  user_id: ADDRESS,
  userId: ADDRESS,
  signer: ADDRESS,
  to: ADDRESS,
  contract: ADDRESS,
  operator: ADDRESS,
  signature: SIGNATURE,
  tx_hash: HASH,
  cancel_tx_hash: null,
  hash: HASH,
  parent_hash: HASH,
  genesis_hash: HASH,
  timestamp: TIME_MS,
  Timestamp: TIME_MS,
  time: TIME_MS,
  expires_at: TIME_MS + 60_000,
  markets: ['BTC-USDT'],
  max_notional: 10_000,
  max_fee_ppm: 500,
  nonce: 1,
  error: 'gateway/rate-limited',
  base_fee: '25000000000',
  stop_price: null,
  stopPrice: null,
  display_size: null,
  filled: 0,
  remaining: 0.25,
  filledSize: 0,
  remainingSize: 0.25,
  filled_value: 0,
  average_price: null,
  reason: null,
  parent_id: null,
  created_at: TIME_MS,
  updated_at: TIME_MS,
  createdAt: TIME_MS,
  updatedAt: TIME_MS,
  issued_at: TIME_MS,
  last_update: TIME_MS,
  cancel_at: null,
  success: true,
  ready: true,
  alive: true,
  ok: true,
  healthy: true,
  chain_id: 96_369,
  network: 'lux',
  version: '1.0.0',
  available: 12_500,
  locked: 0,
  total: 12_500,
  amount: 500,
  fee: 0.000125,
  maker_fee_ppm: 200,
  taker_fee_ppm: 500,
  seq: 120_034,
  bid: 67_421.49,
  ask: 67_421.51,
  buyer_id: '5e0c1fd9a2b7',
  seller_id: '9b41c07d33ee',
  buyerId: '5e0c1fd9a2b7',
  sellerId: '9b41c07d33ee',
  pseudonym: '5e0c1fd9a2b7',
  token: null,
  next_cursor: '4711',
  name: 'Standard',
  method: 'lx_ping',
  cursor: '4711',
  source: 'simulated',
};

/** What is shown although it may be left out: most who send such a message mean it. */
const SHOWN: ReadonlySet<string> = new Set(['price', 'order_id', 'orderId']);

/** How deep an example may go: schemas may be recursive. */
const MAX_DEPTH = 8;

/**
 * A value that a schema accepts, as a person would write it: only what is required, unless everything
 * is asked for.
 */
export function exampleOf(schema: JsonSchema, { all = false } = {}): unknown {
  return sampleOf(schema, { name: '', all, depth: 0 });
}

type Place = { readonly name: string; readonly all: boolean; readonly depth: number };

function sampleOf(schema: JsonSchema, place: Place): unknown {
  if (schema.const !== undefined) return schema.const;
  const named = namedValue(schema, place);
  if (named !== undefined) return named;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return sampleOf(choices[0] ?? {}, place);
  if (place.depth > MAX_DEPTH) return null;
  const below = { ...place, depth: place.depth + 1 };
  switch (typeOf(schema)) {
    case 'object':
      return objectOf(schema, below);
    case 'array':
      if (schema.prefixItems !== undefined)
        return schema.prefixItems.map((each) => sampleOf(each, below));
      return schema.items === undefined ? [] : [sampleOf(schema.items, below)];
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'string':
      return 'text';
    default:
      return null;
  }
}

function objectOf({ properties = {}, required = [] }: JsonSchema, place: Place): object {
  const members = Object.entries(properties).filter(
    ([name]) => place.all || required.includes(name) || SHOWN.has(name),
  );
  return Object.fromEntries(
    members.map(([name, member]) => [name, sampleOf(member, { ...place, name })]),
  );
}

/** The value of a name, where the schema takes such a one. */
function namedValue(schema: JsonSchema, { name }: Place): unknown {
  if (!Object.hasOwn(BY_NAME, name)) return undefined;
  const value = BY_NAME[name];
  return accepts(schema, value) ? value : undefined;
}

function accepts(schema: JsonSchema, value: unknown): boolean {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.some((choice) => accepts(choice, value));
  if (schema.enum !== undefined) return schema.enum.includes(value);
  if (schema.pattern !== undefined && typeof value === 'string') {
    return new RegExp(schema.pattern).test(value);
  }
  const type = typeOf(schema);
  if (value === null) return type === 'null';
  if (Array.isArray(value)) return type === 'array' && schema.items?.properties === undefined;
  if (type === 'integer') return Number.isInteger(value);
  return type === undefined ? schema.properties === undefined : typeof value === type;
}

function typeOf({ type }: JsonSchema): string | undefined {
  return typeof type === 'string' || type === undefined ? type : type[0];
}
