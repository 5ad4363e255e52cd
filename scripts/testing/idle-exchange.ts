import { AccountActivity } from '#server/accounts/index.ts';
import { Auth, openCurve } from '#server/auth/index.ts';
import { EngineState } from '#server/engine/index.ts';
import { type GatewayOptions, RevokedKeys } from '#server/gateway/index.ts';
import { limits } from '#server/limits.ts';
import { OrderEntry } from '#server/order-entry/index.ts';
import { directPort } from './direct-port.ts';

type ExchangeOptions = Pick<
  GatewayOptions,
  | 'exchange'
  | 'auth'
  | 'orderEntry'
  | 'revokedKeys'
  | 'accounts'
  | 'history'
  | 'trades'
  | 'books'
  | 'conditions'
  | 'accountStreams'
  | 'pseudonym'
>;

const curve = openCurve();

/** An exchange on which nothing is listed and nobody has an account, for tests of the way to it. */
export function idleExchange(now: () => number): ExchangeOptions {
  const port = directPort(new EngineState(), now);
  const signatures = { curve, contractSignatures: null };
  return {
    exchange: port,
    auth: new Auth({
      ...signatures,
      port,
      secret: new Uint8Array(32).fill(7),
      chainId: 1337,
      origins: ['https://lux.exchange'],
      limits,
      now,
    }),
    orderEntry: new OrderEntry({
      ...signatures,
      port,
      domain: () => null,
      tokenOf: () => null,
      minimumWithdrawals: new Map(),
      limits,
      now,
      onClientOrderId: () => Promise.resolve(),
    }),
    revokedKeys: new RevokedKeys(),
    accounts: new AccountActivity({
      marketOf: (id) => {
        throw new Error(`no market ${id}`);
      },
      clientOrderIdOf: ({ number }) => String(number),
      kept: { perAccount: 1, total: 1 },
      findParents: () => [],
      refused: { perAccount: 3, total: 9, perMinute: 5 },
    }),
    history: {
      orders: async () => [],
      order: async () => null,
      orderVersions: async () => [],
      fills: async () => [],
      trades: async () => [],
      transfers: async () => [],
      isWritten: () => true,
    },
    trades: null,
    books: null,
    conditions: null,
    accountStreams: null,
    pseudonym: (account) => `someone-${account}`,
  };
}
