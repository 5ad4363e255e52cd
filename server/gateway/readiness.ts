import { markets } from '#lib/domain/market.ts';
import type { Readiness, ReadinessCheck } from '#lib/protocol/rest/readiness.ts';
import type { SettlementStatus } from '#server/settlement/index.ts';
import type { ChainView } from './chain-view.ts';
import type { MarketFeed } from './market-feed.ts';

export type ReadinessOptions = {
  readonly chain: ChainView;
  readonly feed: MarketFeed;
  /** What the engine's own part says. */
  readonly engine: ReadinessCheck;
  /** How settlement does; `null` where nothing settles. */
  readonly settlement: Pick<SettlementStatus, 'operator' | 'operatorBalanceWei' | 'why'> | null;
  /** Whether the history is written. */
  readonly isHistoryWritten: boolean;
  readonly nowMs: number;
  readonly maxHeadAgeMs: number;
  readonly priceStaleMs: number;
};

/** Whether the exchange can serve now; each check says why, or why not, and what to do. */
export function readiness(options: ReadinessOptions): Readiness {
  const needed = {
    chain: chainCheck(options),
    head: headCheck(options),
    network: networkCheck(options),
    contracts: contractsCheck(options),
    operator: operatorCheck(options),
    prices: pricesCheck(options),
    engine: options.engine,
  };
  const history = historyCheck(options);
  return {
    ready: Object.values(needed).every(({ ok }) => ok),
    history: history.ok ? 'current' : 'behind',
    checks: { ...needed, history },
  };
}

/** A missing page of history is no reason to take away everybody's trading with it. */
function historyCheck({ isHistoryWritten }: ReadinessOptions): ReadinessCheck {
  if (isHistoryWritten) return { ok: true, detail: 'The history is written.' };
  const detail =
    'The history is not written, so what asks for it is refused (store/behind); trading goes on. ' +
    'Mend the database and restart: the journal fills the gap.';
  return { ok: false, detail };
}

function chainCheck({ chain }: ReadinessOptions): ReadinessCheck {
  const { reachable, error } = chain.status();
  if (reachable) return { ok: true, detail: 'The chain answers.' };
  return {
    ok: false,
    detail: `The chain does not answer: ${error ?? 'it has not been asked yet'}.`,
  };
}

function headCheck({ chain, nowMs, maxHeadAgeMs }: ReadinessOptions): ReadinessCheck {
  const { head } = chain.status();
  if (head === null) return { ok: false, detail: 'No block has been seen yet.' };
  const ageMs = Math.max(0, nowMs - head.timestampMs);
  const age = `Block ${head.number} is ${seconds(ageMs)} old`;
  if (ageMs <= maxHeadAgeMs) return { ok: true, detail: `${age}.` };
  return { ok: false, detail: `${age}; more than ${seconds(maxHeadAgeMs)} means a halted chain.` };
}

function networkCheck({ chain }: ReadinessOptions): ReadinessCheck {
  const { fault } = chain.status();
  if (fault !== null) return { ok: false, detail: fault.detail };
  const network = chain.network();
  if (network === null) {
    const why = chain.networkError() ?? 'the chain has not answered yet';
    return { ok: false, detail: `The network has not been verified: ${why}.` };
  }
  if (network.genesisMatches) {
    return { ok: true, detail: 'Chain id and genesis block are the configured ones.' };
  }
  const detail =
    `The contracts were deployed on a chain with genesis block ${network.deployment?.genesisHash}, ` +
    `this one has ${network.genesisHash}: on the local network begin anew with ` +
    '`npm start -- --reset`; elsewhere check RPC_URL.';
  return { ok: false, detail };
}

function contractsCheck({ chain }: ReadinessOptions): ReadinessCheck {
  const network = chain.network();
  if (network === null) return { ok: false, detail: 'The contracts have not been looked for yet.' };
  if (network.deployment === null) {
    return { ok: false, detail: 'Nothing is deployed on this chain: run the deployment.' };
  }
  const { missingContracts } = network;
  const [fault, ...more] = chain.custodyFaults?.() ?? [];
  if (fault !== undefined) {
    const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
    const detail = `The clearing house is not what the markets need: ${fault}${others}. Custody is unavailable.`;
    return { ok: true, detail };
  }
  // What needs a missing contract is shown as unavailable; the rest works.
  if (missingContracts.length === 0)
    return { ok: true, detail: 'Every configured contract is there.' };
  const detail = `There is no code for: ${missingContracts.join(', ')}. What needs them is unavailable.`;
  return { ok: true, detail };
}

/** What is matched has to be settled: nobody is let in before somebody is there to pay for it. */
function operatorCheck({ chain, settlement }: ReadinessOptions): ReadinessCheck {
  const network = chain.network();
  const isThere =
    network?.deployment?.contracts.clearingHouse !== undefined &&
    !network.missingContracts.includes('clearingHouse');
  const isUsable = (chain.custodyFaults?.() ?? []).length === 0;
  if (settlement === null || !isThere || !isUsable) {
    return { ok: true, detail: 'Nothing is settled here.' };
  }
  const { operator, operatorBalanceWei: balance, why } = settlement;
  if (operator === null) {
    const detail =
      'No key of the operator is known to settle yet: the clearing house must list one of ' +
      `those that are set (OPERATOR_…).${why === null ? '' : ` ${why}`}`;
    return { ok: false, detail };
  }
  if (balance !== null && balance > 0n) {
    return { ok: true, detail: 'The clearing house knows the operator, who can pay for gas.' };
  }
  const detail = `${operator}, which settles, has nothing to pay gas with: send LUX to it.`;
  return { ok: false, detail };
}

function pricesCheck({ feed, nowMs, priceStaleMs }: ReadinessOptions): ReadinessCheck {
  if (feed.sources().length === 0) {
    return { ok: false, detail: 'No source of prices is configured: see PRICE_SOURCES.' };
  }
  const prices = new Map(feed.prices().map((price) => [price.symbol, price]));
  const problems = markets.flatMap(({ symbol }) => {
    const price = prices.get(symbol);
    if (price === undefined) return [`${symbol} has no price`];
    const ageMs = nowMs - price.timestampMs;
    return ageMs > priceStaleMs ? [`${symbol} is ${seconds(ageMs)} old`] : [];
  });
  if (problems.length === 0) return { ok: true, detail: 'Every price is fresh.' };
  return { ok: false, detail: `Not fresh: ${problems.join(', ')}.` };
}

function seconds(ms: number): string {
  return `${Math.floor(ms / 100) / 10} s`;
}
