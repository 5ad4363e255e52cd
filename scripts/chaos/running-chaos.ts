import { setTimeout as delay } from 'node:timers/promises';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { type ChainFacts, chainFacts } from './chain-facts.ts';
import { ChaosCrowd } from './chaos-crowd.ts';
import type { PlannedFault } from './chaos-faults.ts';
import { checkRound } from './check-round.ts';
import { type JournalFacts, journalFacts } from './journal-facts.ts';
import { type Rest, RestingExchange } from './resting-exchange.ts';
import { type Surroundings, strike } from './strike.ts';
import type { ToldFacts } from './told-facts.ts';

export type RoundSummary = {
  readonly trades: number;
  readonly batches: number;
  readonly withdrawals: number;
  readonly exits: number;
  readonly takenOver: number;
};

export type ChaosParts = Surroundings & {
  readonly told: ToldFacts;
  readonly random: SeededRandom;
  readonly patienceMs: number;
};

type Facts = { readonly rest: Rest; readonly journal: JournalFacts; readonly chain: ChainFacts };

const SIGN_IN_MS = 180_000;
const LOOK_MS = 200;

/** An exchange through its rounds. */
export class RunningChaos {
  readonly #parts: ChaosParts;
  readonly #resting: RestingExchange;
  #frozen: readonly string[] = [];

  constructor(parts: ChaosParts) {
    this.#parts = parts;
    this.#resting = new RestingExchange(parts.process, parts.users);
  }

  /** One round with its faults, and the comparison at its end. */
  async round(plan: readonly PlannedFault[]): Promise<RoundSummary> {
    const { process, owners, users, random, told, chain } = this.#parts;
    await this.#welcomeBack();
    process.rememberMarks();
    const restless = users[(plan[0]?.strength ?? 0) % users.length];
    if (restless === undefined) throw new TypeError('there are no users');
    const crowd = new ChaosCrowd(users, random);
    crowd.begin();
    for (const planned of plan) {
      const account = users[planned.strength % users.length]?.wallet.address;
      if (account !== undefined) await owners.deposit(account);
      await delay(planned.afterMs);
      await strike(planned, { ...this.#parts, restless });
    }
    await delay(LOOK_MS);
    await this.#parts.nodes.heal();
    const block = await chain.heal();
    await crowd.rest();
    const facts = await this.#atRest(block);
    for (const { fault } of users) if (fault !== null) throw fault;
    await checkRound({
      told,
      journal: facts.journal,
      chain: facts.chain,
      ...facts.rest,
      backstop: this.#backstop(),
      narrowed: owners.narrowed,
      payouts: users.map(({ payout }) => payout),
    });
    this.#frozen = facts.journal.frozen;
    const { batches, paid, exits } = facts.chain;
    const takenOver = facts.journal.trades.filter(({ reassigned }) => reassigned.length > 0).length;
    const { length: trades } = facts.journal.trades;
    return { trades, batches, withdrawals: paid.length, exits: exits.length, takenOver };
  }

  /** Everybody is there, has money, and may trade. */
  async #welcomeBack(): Promise<void> {
    const { users, owners, process } = this.#parts;
    for (const user of users) {
      if (!this.#frozen.includes(user.address)) continue;
      await owners.thaw(user);
      await owners.deposit(user.wallet.address);
    }
    // Whose key was revoked has to begin with another one.
    for (const user of users) if (user.isRefused) user.takeOwnKey();
    const deadline = performance.now() + SIGN_IN_MS;
    while (!users.every(({ isKnown }) => isKnown)) {
      if (process.fault !== null) throw new Error(process.fault);
      if (performance.now() > deadline) {
        throw new Error(`users cannot sign in: ${users.map(({ standing }) => standing).join()}`);
      }
      await delay(LOOK_MS);
    }
  }

  /** What all sources say when deposits that others make are through as well. */
  async #atRest(block: number): Promise<Facts> {
    const { patienceMs } = this.#parts;
    const { env } = this.#parts.chain.deployed;
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const rest = await this.#resting.reached(block, patienceMs);
      const journal = await journalFacts(env.networkDir, `${env.network}-${env.chainId}`);
      const chain = await chainFacts(this.#parts.chain.deployed);
      const isThrough = chain.deposits.length <= journal.deposits.length;
      if (isThrough || performance.now() > deadline) return { rest, journal, chain };
      await delay(LOOK_MS);
    }
  }

  #backstop(): string {
    return developmentAccount(this.#parts.chain.deployed.env, 'backstop').address.toLowerCase();
  }
}
