import type { NetworkName } from '#lib/domain/network.ts';
import type { AsOf } from '#lib/protocol/rest/as-of.ts';
import type { Readiness } from '#lib/protocol/rest/readiness.ts';
import type { ChainView } from '../chain-view.ts';
import type { FaucetPort } from '../faucet-port.ts';
import type { MarketFeed } from '../market-feed.ts';
import type { RpcDispatcher } from '../rpc-dispatcher.ts';

/** What of the installation is told to everyone. */
export type PublicIdentity = {
  readonly version: string;
  readonly network: NetworkName;
  readonly title: string;
  readonly chainId: number;
  readonly rpcUrl: string;
  readonly explorerUrl: string | null;
  readonly developmentFeatures: boolean;
  readonly simulatedPrices: boolean;
};

/** What routes read from. */
export type RouteContext = {
  readonly identity: PublicIdentity;
  readonly feed: MarketFeed;
  readonly chain: ChainView;
  /** `null` where there is none: on every network but the local one. */
  readonly faucet: FaucetPort | null;
  readonly rpc: RpcDispatcher;
  readonly readiness: () => Readiness;
  readonly metrics: { text(): Promise<string>; readonly contentType: string };
  /** The sequence number and time of a read made now. */
  readonly asOf: () => AsOf;
  readonly jsonDepth: number;
  /** Counts requests of a batch beyond the first; the milliseconds to wait when they are too many. */
  readonly takeExtra: (client: string, cost: number) => number;
};
