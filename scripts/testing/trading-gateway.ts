import { bytesToHex } from 'viem';
import { findMarketById, markets } from '#lib/domain/market.ts';
import { AccountActivity, BalanceReader, findParentsIn } from '#server/accounts/index.ts';
import { Auth } from '#server/auth/index.ts';
import { type GatewayOptions, RevokedKeys } from '#server/gateway/index.ts';
import { limits } from '#server/limits.ts';
import { BookPublisher, ExchangeMarketData, MarketConditions } from '#server/market-data/index.ts';
import { type CommandEffects, followExchange, type Projection } from '#server/projection.ts';
import { ScriptedFeed } from './scripted-feed.ts';
import { SignedExchange, type Signer, type Trader } from './signed-exchange.ts';
import { SocketClient } from './socket-client.ts';
import { type StartedGateway, startGateway } from './started-gateway.ts';

/** A trader with a trading key, as the clients of the gateway know them. */
export type ApiTrader = Trader & { readonly agent: Signer; readonly credentials: ApiCredentials };

export type ApiCredentials = { readonly apiKey: string; readonly apiSecret: string };

/** A gateway on free ports before a whole exchange: engine, journal, order entry, projections. */
export class TradingGateway {
  readonly exchange: SignedExchange;
  readonly activity: AccountActivity;
  readonly auth: Auth;
  readonly started: StartedGateway;
  readonly #end: () => void;

  private constructor(parts: {
    exchange: SignedExchange;
    activity: AccountActivity;
    auth: Auth;
    started: StartedGateway;
    end: () => void;
  }) {
    this.exchange = parts.exchange;
    this.activity = parts.activity;
    this.auth = parts.auth;
    this.started = parts.started;
    this.#end = parts.end;
  }

  static async begin(overrides: Partial<GatewayOptions> = {}): Promise<TradingGateway> {
    const exchange = await SignedExchange.begin();
    const { clock, port, curve } = exchange;
    const { now } = clock;
    const { activity, trades, books, balances, conditions, versions } = projectionsOf(exchange);
    await port.read((state) => conditions.restore(state));
    const revokedKeys = new RevokedKeys();
    const projections = { activity, trades, books, balances, conditions, versions };
    const end = followExchange(port, [...Object.values(projections), revokedKeys]);
    const auth = new Auth({
      port,
      curve,
      contractSignatures: null,
      secret: new Uint8Array(32).fill(7),
      chainId: 1337,
      origins: ['https://lux.exchange'],
      limits,
      now,
    });
    const options: Partial<GatewayOptions> = {
      exchange: port,
      auth,
      orderEntry: exchange.entry,
      revokedKeys,
      accounts: activity,
      history: historyOf(activity, { trades, versions }),
      trades,
      books,
      conditions,
      accountStreams: { activity, balances },
      feed: trades,
      pseudonym,
      ...overrides,
    };
    const started = await startGateway(options, clock);
    return new TradingGateway({ exchange, activity, auth, started, end });
  }

  /** Somebody with money, and a trading key that they hand to the gateway. */
  async trader(): Promise<ApiTrader> {
    const trader = await this.exchange.trader();
    const agent = await this.exchange.agentOf(trader);
    const credentials = { apiKey: agent.address, apiSecret: bytesToHex(agent.key) };
    return { ...trader, agent, credentials };
  }

  /** A socket on which somebody has authenticated with their trading key. */
  async connect({ credentials }: ApiTrader): Promise<SocketClient> {
    const client = await SocketClient.connect(this.started.wsUrl);
    client.send({ type: 'auth', ...credentials });
    const answer = await client.next();
    if (answer.type !== 'auth_success') throw new Error(JSON.stringify(answer));
    return client;
  }

  async close(): Promise<void> {
    await this.started.gateway.close();
    this.#end();
    await this.exchange.close();
  }
}

function projectionsOf({ port, clock }: SignedExchange) {
  const { now } = clock;
  const books = new BookPublisher({ port, markets, publishMs: limits.bookPublishMs, now });
  const trades = new ExchangeMarketData({
    markets,
    index: new ScriptedFeed(now),
    best: (symbol) => books.best(symbol),
    pseudonymOf: pseudonym,
    keptTrades: limits.marketTrades,
    now,
  });
  const activity = new AccountActivity({
    marketOf: (id) => {
      const market = findMarketById(id);
      if (market === undefined) throw new Error(`no market ${id}`);
      return market;
    },
    clientOrderIdOf: ({ number }) => String(number),
    kept: { perAccount: limits.accountHistory, total: limits.accountHistories },
    findParents: findParentsIn(port),
    refused: { perAccount: 3, total: 9, perMinute: 5 },
  });
  const balances = new BalanceReader({ port, activity, now });
  const { auctionMs } = limits;
  const conditions = new MarketConditions({ port, markets, auctionMs, now });
  return { activity, trades, books, balances, conditions, versions: new Versions() };
}

function pseudonym(account: number): string {
  return `someone-${account}`;
}

/** Which commands changed an order under a new signature. */
class Versions implements Projection {
  readonly #seqs = new Map<number, number[]>();

  take({ seq, events }: CommandEffects): void {
    for (const event of events) {
      if (event.kind !== 'modified' || event.keptPriority) continue;
      this.#seqs.set(event.orderId, [seq, ...this.of(event.orderId)]);
    }
  }

  settle(): void {
    // Nobody is told of them.
  }

  of(orderId: number): number[] {
    return this.#seqs.get(orderId) ?? [];
  }
}

/** What the store would answer, as far as memory goes. */
function historyOf(
  activity: AccountActivity,
  { trades, versions }: { readonly trades: ExchangeMarketData; readonly versions: Versions },
): GatewayOptions['history'] {
  const many = 1_000;
  type Query = { readonly before: number | null; readonly limit: number };
  const page = <Row>(rows: readonly Row[], query: Query & { numberOf: (row: Row) => number }) => {
    const { before, limit, numberOf } = query;
    const wanted = rows.filter((row) => before === null || numberOf(row) < before);
    return wanted.sort((one, other) => numberOf(other) - numberOf(one)).slice(0, limit);
  };
  return {
    orders: ({ account, market, statuses, ...query }) => {
      const symbol = market === null ? null : findMarketById(market)?.symbol;
      const orders = [...activity.openOrders(account), ...activity.doneOrders(account, many)];
      const wanted = orders
        .filter((order) => symbol === null || order.symbol === symbol)
        .filter(({ status }) => statuses === null || statuses.includes(status));
      return Promise.resolve(page(wanted, { ...query, numberOf: ({ orderId }) => orderId }));
    },
    order: () => Promise.resolve(null),
    orderVersions: (orderId) => Promise.resolve(versions.of(orderId)),
    fills: ({ account, ...query }) => {
      const fills = activity.fills(account, many);
      return Promise.resolve(page(fills, { ...query, numberOf: ({ tradeId }) => tradeId }));
    },
    trades: ({ market, ...query }) => {
      const recent = trades.recentTrades(findMarketById(market)?.symbol ?? '', many);
      return Promise.resolve(page(recent, { ...query, numberOf: ({ tradeId }) => tradeId }));
    },
    transfers: () => Promise.resolve([]),
    isWritten: () => true,
  };
}
