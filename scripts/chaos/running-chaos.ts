import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { developmentAccount } from '#lib/env/development-account.ts';
import type { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { askSidecarOfFolder } from '#server/operator-requests.ts';
import { type ChainFacts, chainFacts } from './chain-facts.ts';
import { ChaosCrowd } from './chaos-crowd.ts';
import type { PlannedFault } from './chaos-faults.ts';
import type { ChaosUser } from './chaos-user.ts';
import { checkRound } from './check-round.ts';
import { gatherReceipts } from './gather-receipts.ts';
import { type JournalFacts, journalFacts } from './journal-facts.ts';
import { type Rest, RestingExchange } from './resting-exchange.ts';
import { type Surroundings, strike } from './strike.ts';
import type { ToldFacts } from './told-facts.ts';
import { whileTrading } from './while-trading.ts';

export type RoundSummary = {
  readonly receipts: number;
  readonly trades: number;
  /** Take-profits and stop-losses that became orders. */
  readonly legs: number;
  readonly batches: number;
  readonly withdrawals: number;
  readonly exits: number;
  readonly takenOver: number;
  readonly annulled: number;
};

export type ChaosParts = Surroundings & {
  readonly told: ToldFacts;
  readonly random: SeededRandom;
  readonly patienceMs: number;
};

type Facts = { readonly rest: Rest; readonly journal: JournalFacts; readonly chain: ChainFacts };

/** Quanta of dollars, bitcoins and ether. */
const ENOUGH = [2_000_000_000, 5_000_000, 50_000_000] as const;
const THAW_MS = 10_000;
const SIGN_IN_MS = 180_000;
const LOOK_MS = 200;

/** An exchange through its rounds. */
export class RunningChaos {
  readonly #parts: ChaosParts;
  readonly #resting: RestingExchange;
  /** The same one in all rounds: whatever it names an order, it names no other one so. */
  readonly #crowd: ChaosCrowd;
  #frozen: readonly string[] = [];
  /** Who has too little to go on trading, lower case. */
  #poor: ReadonlySet<string> = new Set();

  constructor(parts: ChaosParts) {
    this.#parts = parts;
    this.#resting = new RestingExchange(parts.process, parts.users);
    this.#crowd = new ChaosCrowd(parts.users, parts.random);
  }

  /** One round with its faults, and the comparison at its end. */
  async round(plan: readonly PlannedFault[]): Promise<RoundSummary> {
    const { process, owners, users, random, told, patienceMs } = this.#parts;
    await this.#welcomeBack();
    process.rememberMarks();
    const block = await whileTrading(this.#crowd, async () => await this.#strikes(plan));
    const facts = await this.#atRest(block);
    for (const { fault } of users) if (fault !== null) throw fault;
    await gatherReceipts(users, { random, patienceMs });
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
    this.#poor = poorOf(facts.rest);
    const { batches, paid, exits } = facts.chain;
    const takenOver = facts.journal.trades.filter(({ reassigned }) => reassigned.length > 0).length;
    const legs = [...facts.journal.legs.values()].filter(({ activated }) => activated !== null);
    return {
      receipts: told.receipts.size,
      trades: facts.journal.trades.length,
      legs: legs.length,
      batches,
      withdrawals: paid.length,
      exits: exits.length,
      takenOver,
      annulled: facts.journal.trades.filter(({ isAnnulled }) => isAnnulled).length,
    };
  }

  /** All that was planned, and its end. @returns The newest block then. */
  async #strikes(plan: readonly PlannedFault[]): Promise<number> {
    const { owners, users, nodes, chain } = this.#parts;
    for (const planned of plan) {
      const account = users[planned.strength % users.length]?.signer.address;
      if (account !== undefined) await owners.deposit(account);
      await delay(planned.afterMs);
      await strike(planned, { ...this.#parts, restless: this.#restless(planned) });
    }
    await delay(LOOK_MS);
    await nodes.heal();
    return await chain.heal();
  }

  /** Whom it happens to: only a contract can take back its word. */
  #restless({ fault, strength }: PlannedFault): ChaosUser {
    const { users } = this.#parts;
    const able = users.filter(({ signer }) => signer.isContract || fault !== 'take-back-word');
    const restless = able[strength % able.length];
    if (restless === undefined) throw new TypeError('there is nobody who could do it');
    return restless;
  }

  /** Everybody is there, has money, and may trade. */
  async #welcomeBack(): Promise<void> {
    const { users, owners, process, wallets } = this.#parts;
    await wallets.confirmAgain();
    for (const user of users) {
      const isFrozen = this.#frozen.includes(user.address);
      if (isFrozen) await this.#thaw(user);
      if (isFrozen || this.#poor.has(user.address)) await owners.refund(user.signer.address);
    }
    const deadline = performance.now() + SIGN_IN_MS;
    while (!users.every(({ isKnown }) => isKnown)) {
      if (process.fault !== null) throw new Error(process.fault);
      if (performance.now() > deadline) {
        throw new Error(`users cannot sign in: ${users.map(({ standing }) => standing).join()}`);
      }
      // Whose key was revoked, or whose contract could not be asked, has to begin anew.
      for (const user of users) if (user.isRefused) user.takeOwnKey();
      await delay(LOOK_MS);
    }
  }

  /** The owner stays, and the operator lifts what the account was frozen for. */
  async #thaw(user: ChaosUser): Promise<void> {
    const { owners, chain, process, patienceMs } = this.#parts;
    await owners.stay(user);
    const { networkDir } = chain.deployed.env;
    const { address } = user;
    const deadline = performance.now() + patienceMs;
    for (;;) {
      const place = { networkDir, id: randomUUID(), patienceMs: THAW_MS, pollMs: LOOK_MS };
      const answer = await askSidecarOfFolder({ command: 'thaw', address }, place);
      // An exit that was canceled is over when that is final.
      if (answer !== null && (answer.done || answer.text.includes('is not frozen'))) return;
      if (process.fault !== null) throw new Error(process.fault);
      if (performance.now() > deadline) {
        throw new Error(`${address} cannot be thawed: ${answer?.text ?? 'no answer'}`);
      }
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

/** Who has too little of anything. */
function poorOf({ ledger }: Rest): ReadonlySet<string> {
  const poor = [...ledger].filter(([, own]) =>
    ENOUGH.some((enough, asset) => (own[asset] ?? 0) < enough),
  );
  return new Set(poor.map(([address]) => address));
}
