import { clientFrameSchemas, TYPES_TO_COME } from '#lib/protocol/frames/client-frame.ts';
import { serverFrameSchemas } from '#lib/protocol/frames/server-frame.ts';
import { exampleOf } from './example-of.ts';
import { type JsonSchema, jsonSchemaOf } from './json-schema.ts';

type ClientType = keyof typeof clientFrameSchemas;
type ServerType = keyof typeof serverFrameSchemas;

/** Which frames answer each one, if it is not refused; an `error` answers any. */
const ANSWERS: Readonly<Record<ClientType, readonly ServerType[]>> = {
  ping: ['pong'],
  auth: ['auth_success'],
  subscribe: ['subscribed'],
  unsubscribe: ['unsubscribed'],
  place_order: ['order_update'],
  cancel_order: ['order_update'],
  modify_order: ['order_update'],
  cancel_all: ['orders_update'],
  get_orders: ['orders_update'],
  get_balances: ['balance_update'],
  get_nonces: ['nonces_update'],
  reserve_nonces: ['nonces_reserved'],
};

const INTRODUCTION = [
  'The native dialect of the socket. JSON-RPC 2.0 is spoken on the same socket: see /openapi.json, /rpc.',
  'Channels: orderbook, trades, prices, candles:{interval}, markets, blocks, settlements; after auth orders, balances, fills, transfers.',
  'Every channel gives a snapshot, then changes that name their predecessor; subscribe with from_seq resumes.',
  'Numbers carry their exact decimal text. Errors are of the type error, with a code origin/reason.',
  `Not available yet: ${[...TYPES_TO_COME].join(', ')}.`,
].join('\n\n');

/** The AsyncAPI 3 document of the socket, made of the schemas that its frames are held to. */
export function asyncApiDocument(version: string) {
  const sent = Object.entries(clientFrameSchemas).map(
    ([type, schema]) => [type, messageOf(type, jsonSchemaOf(schema, 'input'))] as const,
  );
  const received = Object.entries(serverFrameSchemas).map(
    ([type, schema]) => [type, messageOf(type, jsonSchemaOf(schema, 'output'))] as const,
  );
  const messages = Object.fromEntries([...sent, ...received]);
  return {
    asyncapi: '3.0.0',
    info: { title: 'Lux Exchange', version, description: INTRODUCTION },
    defaultContentType: 'application/json',
    servers: {
      production: { host: 'dex.lux.network', pathname: '/ws', protocol: 'wss' },
      development: { host: 'localhost:8080', pathname: '/ws', protocol: 'ws' },
    },
    channels: {
      socket: {
        address: '/',
        messages: Object.fromEntries(Object.keys(messages).map((type) => [type, reference(type)])),
      },
    },
    operations: {
      ...Object.fromEntries(Object.entries(ANSWERS).map(requestOf)),
      push: {
        action: 'send',
        channel: SOCKET,
        messages: received.map(([type]) => inChannel(type)),
      },
    },
    components: { messages },
  };
}

const SOCKET = { $ref: '#/channels/socket' };

function messageOf(type: string, payload: JsonSchema) {
  const plain = exampleOf(payload);
  const chosen = Object.hasOwn(CHOSEN_MEMBERS, type) ? CHOSEN_MEMBERS[type] : undefined;
  const example = chosen === undefined ? plain : { type, ...chosen };
  return { name: type, payload, examples: [{ payload: example }] };
}

/** Frames of which an example of only what is required would say too little. */
const CHOSEN_MEMBERS: Readonly<Record<string, object>> = {
  auth: {
    apiKey: '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc',
    apiSecret: `0x${'0'.repeat(63)}1`,
    request_id: 'a1',
  },
  subscribe: { channel: 'orderbook', symbols: ['BTC-USDT'], depth: 20 },
  place_order: {
    order: {
      symbol: 'BTC-USDT',
      side: 'buy',
      type: 'limit',
      price: 67_421.5,
      size: '0.25',
      time_in_force: 'GTC',
      post_only: true,
      client_order_id: 'my-order-1',
      stop_loss: 60_000,
    },
    request_id: 'a2',
  },
  cancel_order: { order_id: 4_711, request_id: 'a3' },
  modify_order: { client_order_id: 'my-order-1', size: 0.1, request_id: 'a4' },
};

function requestOf([type, answers]: readonly [string, readonly ServerType[]]) {
  const operation = {
    action: 'receive',
    channel: SOCKET,
    messages: [inChannel(type)],
    reply: { channel: SOCKET, messages: [...answers, 'error'].map(inChannel) },
  };
  return [type, operation] as const;
}

function reference(type: string) {
  return { $ref: `#/components/messages/${type}` };
}

function inChannel(type: string) {
  return { $ref: `#/channels/socket/messages/${type}` };
}
