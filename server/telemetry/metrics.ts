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

/** How an RPC endpoint does. */
export type EndpointFigures = {
  readonly name: string;
  readonly healthy: boolean;
  readonly latencyMs: number | null;
  readonly blocksBehind: number | null;
};

/** A key of the operator, as the chain has it. */
export type OperatorFigures = {
  readonly address: string;
  readonly isOperator: boolean;
  readonly balanceWei: bigint;
};

/** How settlement does. */
export type SettlementFigures = {
  readonly state: 'working' | 'paused' | 'halted';
  readonly unsettledTrades: number;
  readonly quarantinedTrades: number;
  readonly oldestUnsettledMs: number | null;
  readonly lastSettled: { readonly batch: number; readonly gasUsed: number | null } | null;
  /** The most of an account that hangs on its contract's word, quanta of USDT. */
  readonly largestContractExposure: bigint;
  /** The last comparison of ledger and chain; `null` before the first. */
  readonly reconciliation: {
    readonly block: number;
    readonly differences: readonly unknown[];
  } | null;
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
    ...chainObservers(registry),
    ...settlementMetrics(registry),
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

/** Gauges of what is there only when the chain is used. */
function chainObservers(registry: Registry) {
  return {
    observeEndpoints: (endpoints: () => readonly EndpointFigures[]) =>
      observeEndpoints(registry, endpoints),
    observeOperator: (accounts: () => readonly OperatorFigures[]) =>
      observeOperator(registry, accounts),
  };
}

function observeEndpoints(registry: Registry, endpoints: () => readonly EndpointFigures[]): void {
  const gauge = (name: string, help: string, read: (figures: EndpointFigures) => number | null) =>
    new Gauge({
      name,
      help,
      labelNames: ['endpoint'],
      registers: [registry],
      collect() {
        this.reset();
        for (const figures of endpoints()) {
          const value = read(figures);
          if (value !== null) this.set({ endpoint: figures.name }, value);
        }
      },
    });
  gauge('chain_endpoint_healthy', '1 while an RPC endpoint answers, else 0.', ({ healthy }) =>
    healthy ? 1 : 0,
  );
  gauge(
    'chain_endpoint_latency_seconds',
    'How long the last answer of an RPC endpoint took.',
    ({ latencyMs }) => (latencyMs === null ? null : latencyMs / 1_000),
  );
  gauge(
    'chain_endpoint_blocks_behind',
    'Blocks by which an RPC endpoint is behind the others.',
    ({ blocksBehind }) => blocksBehind,
  );
}

const GWEI = 1_000_000_000n;
const GWEI_PER_LUX = 1e9;
const QUANTA_PER_USDT = 1e6;

function settlementMetrics(registry: Registry) {
  return {
    observeSettlement: (figures: () => SettlementFigures) => observeSettlement(registry, figures),
    settlementTroubles: new Counter({
      name: 'dex_settlement_troubles_total',
      help: 'Things that stood in the way of settlement or custody and that somebody has to look at.',
      labelNames: ['kind'],
      registers: [registry],
    }),
  };
}

function observeSettlement(registry: Registry, figures: () => SettlementFigures): void {
  const gauge = (name: string, help: string, read: (figures: SettlementFigures) => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(read(figures()));
      },
    });
  gauge(
    'dex_settlement_working',
    '1 while batches go out, 0 while something stands in the way.',
    ({ state }) => (state === 'working' ? 1 : 0),
  );
  gauge(
    'dex_settlement_halted',
    '1 when nothing is settled until somebody has looked.',
    ({ state }) => (state === 'halted' ? 1 : 0),
  );
  gauge(
    'dex_settlement_unsettled_trades',
    'Matched trades that are not in a settled batch.',
    ({ unsettledTrades }) => unsettledTrades,
  );
  gauge(
    'dex_settlement_quarantined_trades',
    'Trades that batches leave out because the contract refuses them.',
    ({ quarantinedTrades }) => quarantinedTrades,
  );
  gauge(
    'dex_settlement_oldest_seconds',
    'Age of the oldest trade that is not settled.',
    ({ oldestUnsettledMs }) => (oldestUnsettledMs ?? 0) / 1_000,
  );
  gauge(
    'dex_settlement_last_batch',
    'Number of the last batch that is settled finally.',
    ({ lastSettled }) => lastSettled?.batch ?? 0,
  );
  gauge(
    'dex_settlement_last_gas',
    'Gas that the last settled batch took.',
    ({ lastSettled }) => lastSettled?.gasUsed ?? 0,
  );
  gauge(
    'dex_settlement_contract_exposure_usdt',
    "The most of an account that hangs on its contract's signatures until it is settled.",
    ({ largestContractExposure }) => Number(largestContractExposure) / QUANTA_PER_USDT,
  );
  gauge(
    'dex_reconciliation_differences',
    'Balances on chain that are not what the ledger says.',
    ({ reconciliation }) => reconciliation?.differences.length ?? 0,
  );
  gauge(
    'dex_reconciliation_block',
    'Block at which ledger and chain were compared last.',
    ({ reconciliation }) => reconciliation?.block ?? 0,
  );
}

function observeOperator(registry: Registry, accounts: () => readonly OperatorFigures[]): void {
  new Gauge({
    name: 'dex_operator_balance_lux',
    help: "Money for gas of the operator's keys that the clearing house lists.",
    labelNames: ['address'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { address, isOperator, balanceWei } of accounts()) {
        if (isOperator) this.set({ address }, Number(balanceWei / GWEI) / GWEI_PER_LUX);
      }
    },
  });
  new Gauge({
    name: 'dex_operator_keys',
    help: "The operator's keys, by whether the clearing house lists them.",
    labelNames: ['listed'],
    registers: [registry],
    collect() {
      const listed = accounts().filter(({ isOperator }) => isOperator).length;
      this.set({ listed: 'true' }, listed);
      this.set({ listed: 'false' }, accounts().length - listed);
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
