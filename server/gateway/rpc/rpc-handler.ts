import type { CallerIdentity } from '../caller-identity.ts';
import type { SubscriptionChange } from '../sockets/subscription-book.ts';

/** `/snake/rpc` serves the same methods with snake_case members. */
export type RpcDialect = 'plain' | 'snake';

/** Who asks, and how it wants its answers. */
export type RpcCaller = {
  readonly dialect: RpcDialect;
  readonly identity: CallerIdentity;
  /** When the message came, by `performance.now()`. */
  readonly arrivedMs: number;
  /** What the connection is subscribed to; `null` where nothing can be pushed: over HTTP. */
  readonly subscriptions: Pick<SubscriptionChange, 'subscribe' | 'unsubscribe'> | null;
};

/** Serves one method: its parameters as they were sent, its result as it is written. */
export type RpcHandler = (params: unknown, caller: RpcCaller) => unknown;

/** Serves a method that tells everybody the same: it does not get to know who asks. */
export type PublicRpcHandler = (params: unknown, caller: Pick<RpcCaller, 'dialect'>) => unknown;
