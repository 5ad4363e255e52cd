import { ChainError } from '#lib/chain/chain-error.ts';
import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { Market } from '#lib/domain/market.ts';
import { type Decision, decideRound, type RoundRules } from './decide-round.ts';
import type { IdleReason } from './idle-reason.ts';
import type { PlannedTrade } from './plan-trades.ts';
import type { PoolReader } from './pool-reader.ts';
import type { ReferencePrice } from './token-values.ts';
import type {
  AccountState,
  GasFees,
  TradingAccount,
  TransactionOutcome,
} from './trading-account.ts';

const GWEI = 1_000_000_000n;

export type ArbitrageRules = RoundRules & {
  /** Most that is paid for a unit of gas, wei. */
  readonly maxFeePerGas: bigint;
  readonly priorityFeePerGas: bigint;
  /** Rounds for which unmined transactions are waited for before they are replaced. */
  readonly patienceRounds: number;
};

/** What the market maker does unless told otherwise; values in base units of a 6-decimal dollar. */
export const DEFAULT_ARBITRAGE_RULES: ArbitrageRules = {
  thresholdPpm: 500,
  maxTradeValue: 1_000_000_000_000n,
  minTradeValue: 1_000_000n,
  maxPriceAgeMs: 5_000,
  gasReserve: 1_000n * 10n ** 18n,
  maxFeePerGas: 500n * GWEI,
  priorityFeePerGas: 2n * GWEI,
  patienceRounds: 5,
};

/** What one round did. */
export type RoundOutcome =
  | { readonly kind: 'idle'; readonly reason: IdleReason; readonly detail: string }
  | { readonly kind: 'prepared'; readonly transactions: readonly TransactionOutcome[] }
  | {
      readonly kind: 'traded';
      readonly swaps: readonly {
        readonly trade: PlannedTrade;
        readonly result: TransactionOutcome;
      }[];
    };

export type PoolArbitrageOptions = {
  readonly account: TradingAccount;
  readonly readPools: PoolReader;
  /** The newest price of a market; `null` while there is none. */
  readonly priceOf: (market: Market) => ReferencePrice | null;
  readonly markets: readonly Market[];
  readonly tokens: readonly Token[];
  readonly router: Address;
  readonly wlux: Address;
  readonly rules: ArbitrageRules;
  readonly now: () => number;
  readonly onOutcome: (outcome: RoundOutcome) => void;
};

/**
 * Keeps AMM pools at the market's price: in each round it reads the pools, swaps on those whose price
 * pays more than their fee, and waits until its transactions are mined. It keeps no state of the
 * chain between rounds, so that restarts, outages and reorganisations leave nothing to repair.
 */
export class PoolArbitrage {
  readonly #options: PoolArbitrageOptions;
  #current: Promise<void> | null = null;
  #wanted = false;
  #stopped = false;
  /** Rounds in which transactions of the account were not mined yet, one after the other. */
  #pendingRounds = 0;

  constructor(options: PoolArbitrageOptions) {
    this.#options = options;
  }

  /** To be called with every new block. Rounds never overlap: one more follows the one under way. */
  blockArrived(): void {
    if (this.#stopped) return;
    this.#wanted = true;
    this.#current ??= this.#work();
  }

  /** Begins no further round; resolves when the one under way has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#current;
  }

  /** One round. It does not reject for anything that the chain does. */
  async round(): Promise<RoundOutcome> {
    const outcome = await this.#attempt();
    this.#options.onOutcome(outcome);
    return outcome;
  }

  async #work(): Promise<void> {
    try {
      while (this.#wanted && !this.#stopped) {
        this.#wanted = false;
        await this.round();
      }
    } finally {
      this.#current = null;
    }
  }

  async #attempt(): Promise<RoundOutcome> {
    const { account, tokens, readPools } = this.#options;
    try {
      const addresses = tokens.map(({ address }) => address);
      const [state, pools] = await Promise.all([account.state(addresses), readPools()]);
      const waiting = this.#waits(state);
      if (waiting !== null) return waiting;
      const decision = decideRound({ ...this.#situation(), pools, holdings: state.holdings });
      return await this.#carryOut(decision, state);
    } catch (error) {
      if (!(error instanceof ChainError)) throw error;
      return idle('market-maker/chain-unavailable', `${error.code}: ${error.message}`);
    }
  }

  #situation() {
    const { account, markets, tokens, priceOf, router, wlux, rules, now } = this.#options;
    const prices = markets.map((market) => ({ market, price: priceOf(market) }));
    return { nowMs: now(), prices, tokens, account: account.address, router, wlux, rules };
  }

  /** Unmined transactions hold up what follows; after some patience the next ones replace them. */
  #waits({ nonce, pendingNonce }: AccountState): RoundOutcome | null {
    this.#pendingRounds = pendingNonce > nonce ? this.#pendingRounds + 1 : 0;
    const { patienceRounds } = this.#options.rules;
    if (this.#pendingRounds === 0 || this.#pendingRounds > patienceRounds) return null;
    return idle('market-maker/transactions-pending', `${pendingNonce - nonce} not mined`);
  }

  async #carryOut(decision: Decision, state: AccountState): Promise<RoundOutcome> {
    if (decision.kind === 'idle') return decision;
    const fees = this.#fees(state.baseFee);
    if (fees === null) return idle('market-maker/fee-too-high', `base fee ${state.baseFee} wei`);
    const terms = { nonce: state.nonce, fees };
    const { account } = this.#options;
    if (decision.kind === 'prepare') {
      const transactions = await account.execute(decision.transactions, terms);
      return { kind: 'prepared', transactions };
    }
    const requests = decision.trades.map(({ transaction }) => transaction);
    const results = await account.execute(requests, terms);
    const swaps = decision.trades.flatMap(({ trade }, index) => {
      const result = results[index];
      return result === undefined ? [] : [{ trade, result }];
    });
    return { kind: 'traded', swaps };
  }

  /** Twice the base fee outlives six full blocks; a replacement must offer more each time. */
  #fees(baseFee: bigint): GasFees | null {
    const { maxFeePerGas: most, priorityFeePerGas: tip, patienceRounds } = this.#options.rules;
    const replaced = Math.max(0, this.#pendingRounds - patienceRounds);
    const raised = (wei: bigint) => (wei * 5n ** BigInt(replaced)) / 4n ** BigInt(replaced);
    const maxPriorityFeePerGas = raised(tip);
    const maxFeePerGas = raised(2n * baseFee + tip);
    return maxFeePerGas > most ? null : { maxFeePerGas, maxPriorityFeePerGas };
  }
}

function idle(reason: IdleReason, detail: string): RoundOutcome {
  return { kind: 'idle', reason, detail };
}
