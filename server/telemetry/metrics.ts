import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

/** Where sequencer, journal and snapshots stand. */
export type EngineFigures = {
  readonly lastSeq: number;
  readonly durableSeq: number;
  readonly accepting: boolean;
  /** Command of the newest snapshot; 0 = none. */
  readonly snapshotSeq: number;
  /** When it was written, milliseconds since the epoch; `null` = before this start. */
  readonly snapshotTimeMs: number | null;
};

/** What the gauges read at the moment somebody asks for the metrics. */
export type MetricsSources = {
  /** Age of the newest price per market, seconds. */
  readonly priceStalenessSeconds: () => readonly { symbol: string; seconds: number }[];
  readonly sourceHealth: () => readonly { source: string; healthy: boolean }[];
  /** Age of the chain's head in seconds; `null` before the first block. */
  readonly headAgeSeconds: () => number | null;
  readonly headNumber: () => number | null;
  readonly chainReachable: () => boolean;
  readonly engine: () => EngineFigures;
  /** Where the store of history stands. */
  readonly store: () => { readonly seq: number; readonly writing: boolean };
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

const LATENCY_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** The Prometheus metrics of the sidecar, under their documented names. */
export function createMetrics(sources: MetricsSources) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  observeOracle(registry, sources);
  observeChain(registry, sources);
  observeEngine(registry, sources);
  observeStore(registry, sources);
  const registers = [registry];
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    connections: new Gauge({
      name: 'dex_ws_connections_active',
      help: 'Open WebSocket connections.',
      registers,
    }),
    messages: new Counter({
      name: 'dex_ws_messages_total',
      help: 'WebSocket messages from clients, by what became of them.',
      labelNames: ['outcome'],
      registers,
    }),
    framesSent: new Counter({
      name: 'dex_ws_frames_sent_total',
      help: 'WebSocket frames handed to clients.',
      registers,
    }),
    disconnects: new Counter({
      name: 'dex_ws_disconnects_total',
      help: 'WebSocket connections that the server closed, by close code.',
      labelNames: ['code'],
      registers,
    }),
    requests: new Counter({
      name: 'dex_api_requests_total',
      help: 'HTTP requests answered.',
      labelNames: ['route', 'method', 'status'],
      registers,
    }),
    latency: new Histogram({
      name: 'dex_api_latency_seconds',
      help: 'Time to answer an HTTP request.',
      labelNames: ['route', 'method'],
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    ...exchangeMetrics(registers),
    reorganisations: new Counter({
      name: 'chain_reorganisations_total',
      help: 'Reorganisations of the chain seen by the head watcher.',
      labelNames: ['beyond_finality'],
      registers,
    }),
    marketMakerRounds: new Counter({
      name: 'market_maker_rounds_total',
      help: 'Rounds of the market maker, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
    faucetRequests: new Counter({
      name: 'faucet_requests_total',
      help: 'Faucet requests, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
  };
}

/** What the exchange does for its traders. */
function exchangeMetrics(registers: Registry[]) {
  return {
    orders: new Counter({
      name: 'dex_orders_total',
      help: 'Orders accepted by the engine.',
      labelNames: ['symbol'],
      registers,
    }),
    rejects: new Counter({
      name: 'dex_order_rejects_total',
      help: 'Commands rejected by the engine, by code.',
      labelNames: ['code'],
      registers,
    }),
    trades: new Counter({
      name: 'dex_trades_total',
      help: 'Trades.',
      labelNames: ['symbol'],
      registers,
    }),
    orderLatency: new Histogram({
      name: 'dex_order_ack_seconds',
      help: 'Time from the arrival of an order to its durable acknowledgement.',
      buckets: LATENCY_BUCKETS,
      registers,
    }),
    bookMakerRounds: new Counter({
      name: 'book_maker_rounds_total',
      help: 'Rounds of the maker of the order book, by outcome.',
      labelNames: ['outcome'],
      registers,
    }),
  };
}

function observeOracle(registry: Registry, sources: MetricsSources): void {
  new Gauge({
    name: 'oracle_price_staleness_seconds',
    help: 'Age of the newest price.',
    labelNames: ['symbol'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { symbol, seconds } of sources.priceStalenessSeconds()) {
        this.set({ symbol }, seconds);
      }
    },
  });
  new Gauge({
    name: 'oracle_source_health',
    help: '1 while a price source is healthy, else 0.',
    labelNames: ['source'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { source, healthy } of sources.sourceHealth()) {
        this.set({ source }, healthy ? 1 : 0);
      }
    },
  });
}

function observeChain(registry: Registry, sources: MetricsSources): void {
  new Gauge({
    name: 'chain_head_age_seconds',
    help: 'Age of the newest block.',
    registers: [registry],
    collect() {
      const seconds = sources.headAgeSeconds();
      if (seconds === null) this.remove();
      else this.set(seconds);
    },
  });
  new Gauge({
    name: 'chain_head_number',
    help: 'Number of the newest block.',
    registers: [registry],
    collect() {
      const number = sources.headNumber();
      if (number === null) this.remove();
      else this.set(number);
    },
  });
  new Gauge({
    name: 'chain_reachable',
    help: '1 while the chain answers, else 0.',
    registers: [registry],
    collect() {
      this.set(sources.chainReachable() ? 1 : 0);
    },
  });
}

function observeEngine(registry: Registry, { engine, now }: MetricsSources): void {
  const gauge = (name: string, help: string, read: (figures: EngineFigures) => number | null) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        const value = read(engine());
        if (value === null) this.remove();
        else this.set(value);
      },
    });
  gauge(
    'dex_sequencer_seq',
    'Number of the last command taken; its rate is the load.',
    (figures) => figures.lastSeq,
  );
  gauge(
    'dex_journal_durable_seq',
    'Number of the last durable command.',
    (figures) => figures.durableSeq,
  );
  gauge('dex_sequencer_accepting', '1 while commands are taken, else 0.', ({ accepting }) =>
    accepting ? 1 : 0,
  );
  gauge(
    'dex_snapshot_seq',
    'Command of the newest snapshot; 0 without one.',
    (figures) => figures.snapshotSeq,
  );
  gauge('dex_snapshot_age_seconds', 'Age of the newest snapshot of this start.', (figures) =>
    figures.snapshotTimeMs === null ? null : Math.max(0, now() - figures.snapshotTimeMs) / 1_000,
  );
}

function observeStore(registry: Registry, { store }: MetricsSources): void {
  new Gauge({
    name: 'dex_store_seq',
    help: 'Last command that the store of history has taken.',
    registers: [registry],
    collect() {
      this.set(store().seq);
    },
  });
  new Gauge({
    name: 'dex_store_writing',
    help: '1 while history is written, 0 after a fault of the database.',
    registers: [registry],
    collect() {
      this.set(store().writing ? 1 : 0);
    },
  });
}
