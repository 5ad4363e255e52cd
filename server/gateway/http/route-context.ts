import type { Address } from '#lib/domain/address.ts';
import type { NetworkName } from '#lib/domain/network.ts';
import type { AsOf } from '#lib/protocol/rest/as-of.ts';
import type { Readiness } from '#lib/protocol/rest/readiness.ts';
import type { EndpointStatus } from '#server/chain/index.ts';
import type { SettlementView } from '#server/settlement/index.ts';
import type { ChainView } from '../chain-view.ts';
import type { CustodyTerms } from '../custody-terms.ts';
import type { FaucetPort } from '../faucet-port.ts';
import type { HistoryPort } from '../history-port.ts';
import type { MarketFeed } from '../market-feed.ts';
import type { RequestThrottle } from '../request-throttle.ts';
import type { RpcDispatcher } from '../rpc/rpc-dispatcher.ts';
import type { ConditionSource, TradeSource } from '../streams/stream-sources.ts';
import type { BookReads } from '../trading/book-reads.ts';
import type { SettlementReads } from '../trading/settlement-reads.ts';
import type { HttpIdentities } from './http-identities.ts';

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
  /** Whose signature is under receipts; `null` where the operator has no key to sign with. */
  readonly operator: Address | null;
};

/** What routes read from. */
export type RouteContext = {
  readonly identity: PublicIdentity;
  /** The exchange's own market data. */
  readonly feed: MarketFeed;
  /** Index prices and the sources that they come from. */
  readonly oracle: MarketFeed;
  readonly books: BookReads;
  /** The newest trades, in memory; older ones are in the history. */
  readonly trades: Pick<TradeSource, 'recentTrades'>;
  /** What markets take at present. */
  readonly conditions: Pick<ConditionSource, 'condition'>;
  readonly history: HistoryPort;
  readonly chain: ChainView;
  /** How each RPC endpoint of the chain does. */
  readonly endpoints: () => readonly EndpointStatus[];
  /** `null` where nothing settles. */
  readonly settlement: SettlementView | null;
  readonly settlements: SettlementReads;
  readonly custody: CustodyTerms;
  /** How many orders of the exchange are open. */
  readonly openOrderCount: () => number;
  /** `null` where there is none: on every network but the local one. */
  readonly faucet: FaucetPort | null;
  readonly rpc: RpcDispatcher;
  readonly readiness: () => Readiness;
  readonly metrics: { text(): Promise<string>; readonly contentType: string };
  /** The sequence number and time of a read made now. */
  readonly asOf: () => AsOf;
  readonly jsonDepth: number;
  readonly identities: HttpIdentities;
  readonly throttle: RequestThrottle;
};
