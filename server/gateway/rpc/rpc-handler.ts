import type { CallerIdentity } from '../caller-identity.ts';
import type { SubscriptionChange } from '../sockets/subscription-book.ts';

/** `/snake/rpc` serves the same methods with snake_case members. */
export type RpcDialect = 'plain' | 'snake';

/** Who asks, and how it wants its answers. */
export type RpcCaller = {
  readonly dialect: RpcDialect;
  readonly identity: CallerIdentity;
  /** What the connection is subscribed to; `null` where nothing can be pushed: over HTTP. */
  readonly subscriptions: Pick<SubscriptionChange, 'subscribe' | 'unsubscribe'> | null;
};

/** Serves one method: its parameters as they were sent, its result as it is written. */
export type RpcHandler = (params: unknown, caller: RpcCaller) => unknown;
