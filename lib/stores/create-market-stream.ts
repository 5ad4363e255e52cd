import type { ConnectionState } from '#lib/client/connection-state.ts';
import type { StreamClient } from '#lib/client/stream-client.ts';
import type { Block } from '#lib/domain/block.ts';
import type { MarketCondition } from '#lib/domain/market-status.ts';
import type { PriceUpdate } from '#lib/domain/price-update.ts';
import type { ConnectionPhase, MarketDataStore } from './market-data-store.ts';
import type { CandleListener, CandleTopic, ConnectionUse, MarketStream } from './market-stream.ts';

export type MarketStreamOptions = {
  readonly store: MarketDataStore;
  /** Connects to the sidecar. */
  readonly connect: () => Promise<StreamClient>;
  /** Calls back before the next frame is painted. */
  readonly schedule: (flush: () => void) => void;
  /** Whether the device has a network; and calls back when that changes. */
  readonly network: {
    readonly isOnline: () => boolean;
    readonly onChange: (listener: () => void) => () => void;
  };
};

/**
 * The stream of a page in a browser: it writes prices and blocks to the store, at most once a frame
 * however many arrive in between. The client and its schemas are loaded when it starts, so that they
 * do not keep the page from becoming alive.
 */
export function createMarketStream(url: string, store: MarketDataStore): MarketStream {
  return createMarketStreamOver({
    store,
    connect: () => loadStreamClient(url),
    schedule: (flush) => requestAnimationFrame(flush),
    network: {
      isOnline: () => navigator.onLine,
      onChange: (listener) => {
        addEventListener('online', listener);
        addEventListener('offline', listener);
        return () => {
          removeEventListener('online', listener);
          removeEventListener('offline', listener);
        };
      },
    },
  });
}

const RELOAD_MS = 3_000;

/** Without a network the code cannot be fetched either: it is tried until it is there. */
async function loadStreamClient(url: string): Promise<StreamClient> {
  try {
    const { createStreamClient } = await import('#lib/client/stream-client.ts');
    return createStreamClient({ url });
  } catch {
    await new Promise((resolve) => setTimeout(resolve, RELOAD_MS));
    return loadStreamClient(url);
  }
}

type CandleSubscription = {
  readonly topic: CandleTopic;
  readonly listener: CandleListener;
  /** `null` while there is no connection to subscribe on. */
  end: (() => void) | null;
};

/** Something else that uses the connection. */
type AttachedUse = {
  readonly use: ConnectionUse;
  /** `null` while there is no connection. */
  end: (() => void) | null;
};

/** The same over any connection, clock and network: see {@link createMarketStream}. */
export function createMarketStreamOver(options: MarketStreamOptions): MarketStream {
  const candles = new Set<CandleSubscription>();
  const uses = new Set<AttachedUse>();
  const write = createFrameWriter(options);
  let client: StreamClient | null = null;

  const listen = (subscription: CandleSubscription) => {
    const { topic, listener } = subscription;
    subscription.end =
      client?.subscribeCandles(topic, ({ data, isSnapshot }) => {
        listener(data.candles, isSnapshot);
      }) ?? null;
  };

  const connect = async (stopping: AbortSignal) => {
    if (!options.network.isOnline()) setPhase(options.store, 'offline', null);
    const connected = await options.connect();
    if (stopping.aborted) {
      connected.close();
      return;
    }
    client = connected;
    const endStates = showStates(connected, options);
    connected.subscribePrices(['*'], ({ data }) => write({ price: data }));
    connected.subscribeMarkets(['*'], ({ data }) => write({ condition: data }));
    connected.subscribeBlocks(({ data }) => write({ block: data }));
    for (const subscription of candles) listen(subscription);
    for (const attached of uses) attached.end = attached.use(connected);
    stopping.addEventListener('abort', () => {
      endStates();
      client = null;
      for (const subscription of candles) subscription.end = null;
      for (const attached of uses) endUse(attached);
      connected.close();
    });
  };

  return {
    start() {
      const stopping = new AbortController();
      void connect(stopping.signal);
      return () => stopping.abort();
    },
    onCandles(topic, listener) {
      const subscription: CandleSubscription = { topic, listener, end: null };
      candles.add(subscription);
      listen(subscription);
      return () => {
        candles.delete(subscription);
        subscription.end?.();
      };
    },
    attach(use) {
      const attached: AttachedUse = { use, end: client === null ? null : use(client) };
      uses.add(attached);
      return () => {
        uses.delete(attached);
        endUse(attached);
      };
    },
  };
}

function endUse(attached: AttachedUse): void {
  attached.end?.();
  attached.end = null;
}

/** Keeps the store's phase at what client and network say; returns the way to end it. */
function showStates(
  client: StreamClient,
  { store, network }: Pick<MarketStreamOptions, 'store' | 'network'>,
): () => void {
  const show = () => {
    const state = client.state();
    const phase = phaseOf(state, network.isOnline(), store.getState().connection.phase);
    setPhase(store, phase, state.status === 'open' ? state.latencyMs : null);
  };
  const endState = client.onState(show);
  const endNetwork = network.onChange(show);
  show();
  return () => {
    endState();
    endNetwork();
  };
}

function setPhase(store: MarketDataStore, phase: ConnectionPhase, latencyMs: number | null): void {
  store.setState(({ connection }) => ({ connection: { ...connection, phase, latencyMs } }));
}

/** One thing that arrived. */
type Arrival =
  | { readonly price: PriceUpdate }
  | { readonly condition: MarketCondition }
  | { readonly block: Block };

/** Collects what arrives until the next frame; of each market only the newest counts. */
function createFrameWriter({ store, schedule }: MarketStreamOptions): (arrival: Arrival) => void {
  let prices: Record<string, PriceUpdate> = {};
  let conditions: Record<string, MarketCondition> = {};
  let block: Block | null = null;
  let scheduled = false;

  const flush = () => {
    scheduled = false;
    const arrived = { prices, conditions, block };
    prices = {};
    conditions = {};
    block = null;
    store.setState((data) => ({
      prices: { ...data.prices, ...arrived.prices },
      conditions: { ...data.conditions, ...arrived.conditions },
      block: arrived.block ?? data.block,
      connection: { ...data.connection, lastMessageMs: Date.now() },
    }));
  };

  return (arrival) => {
    if ('price' in arrival) prices[arrival.price.symbol] = arrival.price;
    else if ('condition' in arrival) conditions[arrival.condition.symbol] = arrival.condition;
    else block = arrival.block;
    if (scheduled) return;
    scheduled = true;
    schedule(flush);
  };
}

/** Attempts after the first are one state to a person: reconnecting. */
function phaseOf(
  { status }: ConnectionState,
  isOnline: boolean,
  before: ConnectionPhase,
): ConnectionPhase {
  if (status === 'open') return 'live';
  if (!isOnline) return 'offline';
  if (status === 'connecting') return before === 'connecting' ? 'connecting' : 'reconnecting';
  return status === 'stale' ? 'stale' : 'reconnecting';
}
