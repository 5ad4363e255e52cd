import { bytesToHex, keccak256 } from 'viem';
import type { Hash } from '#lib/domain/address.ts';
import type { Settlement } from '#lib/domain/settlement.ts';
import type { CustodyEvent, Simulation, SubmitOutcome } from '#server/chain/index.ts';
import type { ExchangePort } from '#server/exchange-port.ts';
import type { ComposedBatch } from './compose-batch.ts';
import { type Culprit, findCulprit } from './find-culprit.ts';
import { firstBadTrade } from './first-bad-trade.ts';
import { GasAllowance } from './gas-allowance.ts';
import { JournalBehindError } from './journal-behind-error.ts';
import { outcomeDetail } from './outcome-detail.ts';
import { rejectionOf } from './rejection-of.ts';
import { type SentBatch, UNDER_WAY } from './sent-batch.ts';
import { settleCall } from './settlement-chain.ts';
import { SettlementHaltedError, WithdrawalRefusedError } from './settlement-errors.ts';
import type { SettlementServiceOptions } from './settlement-options.ts';
import { Suspicion } from './suspicion.ts';
import { TwoFaced, tradesOnWord } from './two-faced.ts';
import type { OpenWithdrawal } from './withdrawal-queue.ts';

/** Batches that are tried in one go until one passes. */
const ATTEMPTS = 64;

/** Why an account's side is taken out that passes only while nobody looks. */
const UNDONE = 'ContractSignatureUndone';

/** Why there is no batch now. */
const PLAN_WAITS = {
  waits: 'The end of an epoch has to take effect first.',
  untold: 'The contract could not be told of the trading keys that the next batch rests on.',
} as const;

/**
 * Errors of a withdrawal that waiting may cure, or explain: one whose nonce is used was paid, which
 * will be told when it is final.
 */
const CURABLE = new Set([
  'InsufficientBalance',
  'WithdrawalNonceUsed',
  'WithoutReason',
  'UnknownError',
]);

/**
 * Settles what is matched: one batch after another, each noted in the journal before it is sent and
 * settled in the engine when the chain has it finally. It looks at the contract before it sends
 * anything, so that it goes on after a crash wherever that came.
 */
export class SettlementService {
  readonly #options: SettlementServiceOptions;
  #paused: string | null = null;
  #halted: string | null = null;
  #sent: SentBatch | null = null;
  #hasResumed = false;
  #isUpToChain = false;
  #triedAgainMs = 0;
  /** One after another. */
  #turn: Promise<void> = Promise.resolve();
  readonly #suspicion: Suspicion;
  /** Something was narrowed on chain: what rests on it is settled before that binds. */
  #hurries = false;
  readonly #twoFaced = new TwoFaced();
  readonly #allowance = new GasAllowance();
  /** Until when a withdrawal is not tried again, by account and nonce. */
  readonly #held = new Map<string, number>();

  constructor(options: SettlementServiceOptions) {
    this.#options = options;
    const { now, limits } = options;
    this.#suspicion = new Suspicion({ now, whileMs: limits.settlementRetryMs });
  }

  get state(): 'working' | 'paused' | 'halted' {
    if (this.#halted !== null) return 'halted';
    return this.#paused === null ? 'working' : 'paused';
  }

  /** What stands in the way, in a person's words. */
  get why(): string | null {
    return this.#halted ?? this.#paused;
  }

  /** The batch that was sent and is not final; `null` when there is none. */
  get inFlight(): Settlement | null {
    return this.#sent?.settlement ?? null;
  }

  isSettling(tradeId: number): boolean {
    return this.#sent?.trades.has(tradeId) ?? false;
  }

  isPaying(account: number, nonce: number): boolean {
    return (
      this.#sent?.withdrawals.some((each) => each.account === account && each.nonce === nonce) ??
      false
    );
  }

  /** An owner narrowed on chain what trades may rest on: they have a minute to be settled. */
  narrowed(account: number): void {
    this.#options.relay.overtaken(account);
    this.#hurries = true;
  }

  /** Sends nothing any more: the ledger is not what the chain says. */
  halt(why: string): void {
    if (this.#halted !== null) return;
    this.#halted = why;
    this.#options.onFailure(new SettlementHaltedError(why));
    this.#options.onChange();
  }

  /**
   * Follows until the signal is aborted.
   *
   * @throws JournalBehindError when the contract has batches that the journal does not know.
   */
  async run(signal: AbortSignal): Promise<void> {
    const { sleep, limits, onFailure } = this.#options;
    while (!signal.aborted) {
      let waitMs = limits.settlementPollMs;
      try {
        await this.round();
      } catch (error) {
        if (error instanceof JournalBehindError) throw error;
        onFailure(error);
        waitMs = limits.settlementRetryMs;
      }
      await sleep(waitMs, signal);
    }
  }

  /** One look at what there is to do, and the doing of it. */
  async round(): Promise<void> {
    await this.#alone(async () => await this.#round());
  }

  /**
   * Has what of an account is not settled taken over, because it can never be: the contract has paid out
   * what the account had. To be called when all batches of before are taken in.
   */
  async left(account: number): Promise<void> {
    const { book, takeOut } = this.#options;
    const unsettled = () =>
      [...book.trades.all()]
        .filter(({ maker, taker }) => maker.account === account || taker.account === account)
        .map(({ tradeId }) => tradeId);
    if (unsettled().length === 0) return;
    // A batch is made of what is not taken over while it is made.
    await this.#alone(async () => {
      await takeOut.account(account, { trades: unsettled(), reason: 'Exited', exit: 'final' });
    });
  }

  async #round(): Promise<void> {
    this.#suspicion.looks();
    const { book, chain, limits, now } = this.#options;
    if (book.hasGap) {
      this.halt('The journal does not reach back to what is not settled. Restore a back-up of it.');
    }
    await this.#checkBehind();
    if (this.#halted !== null) return;
    await this.#resume();
    await this.#options.relay.tellOvertaken(book.trades.pending());
    const { batch } = book.trades.progress;
    this.#forgetSettled();
    const next = await chain.nextSequence();
    if (next <= batch) {
      this.halt(`The chain has ${next - 1} batches and the journal has ${batch} as final.`);
      return;
    }
    // A batch is in a block that is not final yet: what comes next rests on it.
    if (next > batch + 1) {
      this.#seenMined(next - 1);
      return;
    }
    const minedMs = this.#sent?.minedMs ?? null;
    if (minedMs !== null && now() - minedMs < limits.settlementMinedMs) return;
    this.#setSent(null);
    await this.#tryAgain();
    if (!this.#isDue()) return;
    this.#hurries = false;
    await this.#settleNext();
  }

  /** Takes in that the chain has a batch finally. @throws SettlementHaltedError for one of nobody's. */
  async settled(event: Extract<CustodyEvent, { kind: 'settled' }>): Promise<void> {
    const { book } = this.#options;
    const { batch } = book.trades.progress;
    if (event.sequence <= batch) return;
    const digest = keccak256(event.batch);
    const candidate = book.trades.candidate(digest);
    if (event.sequence !== batch + 1 || candidate === null) {
      const why = `The chain has a batch ${event.sequence} (${digest}) that this journal does not know. Restore the newest back-up of the journal.`;
      this.halt(why);
      throw new SettlementHaltedError(why);
    }
    const { through } = candidate;
    if (book.trades.lastCandidate?.digest !== digest) {
      // The journal says which of the candidates it was: the one that was noted last.
      await this.#mustExecute({ kind: 'submit-batch', batch: batch + 1, through, digest });
    }
    const { transaction, block } = event;
    const { value: takenOver } = await this.#options.port.read(({ settlement }) =>
      candidate.trades.filter((tradeId) => settlement.isTakenOver(tradeId)),
    );
    const settles = {
      kind: 'settle-batch',
      batch: batch + 1,
      through,
      transaction,
      block,
      takenOver,
    } as const;
    await this.#mustExecute(settles);
    this.#forgetSettled();
  }

  async #alone(run: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(run);
    this.#turn = mine.catch(() => undefined);
    await mine;
  }

  /** Looks once: a restored journal may end before what the chain has. */
  async #checkBehind(): Promise<void> {
    if (this.#isUpToChain) return;
    const { book, chain } = this.#options;
    const onChain = (await chain.nextSequence()) - 1;
    const { lastCandidate, progress } = book.trades;
    const known = Math.max(progress.batch, lastCandidate?.batch ?? 0);
    if (onChain > known) throw new JournalBehindError({ onChain, known });
    this.#isUpToChain = true;
  }

  async #resume(): Promise<void> {
    if (this.#hasResumed) return;
    await this.#options.resume();
    this.#hasResumed = true;
  }

  #isDue(): boolean {
    const { book, limits, now } = this.#options;
    if (book.trades.pendingCount >= limits.settlementTrades) return true;
    const [oldest] = book.trades.pending();
    if (oldest !== undefined && this.#hurries) return true;
    if (oldest !== undefined && now() - oldest.timeMs >= limits.settlementAgeMs) return true;
    for (const withdrawal of book.withdrawals.all()) if (!this.#isHeld(withdrawal)) return true;
    return false;
  }

  async #settleNext(): Promise<void> {
    const { planner, chain } = this.#options;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const plan = await planner.plan(
        (withdrawal) => this.#isHeld(withdrawal),
        this.#twoFaced.gate(),
      );
      if (plan.kind !== 'batch') {
        this.#pause(plan.kind === 'nothing' ? null : PLAN_WAITS[plan.kind]);
        return;
      }
      const { composed } = plan;
      const simulated = await chain.simulate(settleCall(bytesToHex(composed.bytes)));
      if (simulated.kind === 'succeeds') {
        this.#suspicion.passed();
        await this.#send(composed, simulated.gas);
        return;
      }
      if (!(await this.#clear(composed, simulated))) return;
    }
    this.#pause('Too many trades in a row cannot be settled.');
  }

  /** Takes out of the way what the contract refuses. @returns Whether another batch may pass. */
  async #clear(
    composed: ComposedBatch,
    refused: Extract<Simulation, { kind: 'reverts' }>,
  ): Promise<boolean> {
    const { planner, chain } = this.#options;
    if (composed.withdrawals.length === 0) return await this.#clearTrades(composed, refused);
    const without = planner.shortened(composed, { count: composed.trades.length });
    if (without.trades.length > 0) {
      const alone = await chain.simulate(settleCall(bytesToHex(without.bytes)));
      if (alone.kind === 'reverts') return await this.#clearTrades(without, alone);
    }
    return await this.#clearWithdrawals(composed);
  }

  async #clearTrades(
    composed: ComposedBatch,
    { reason }: Extract<Simulation, { kind: 'reverts' }>,
  ): Promise<boolean> {
    const { takeOut, port, book } = this.#options;
    const culprit = findCulprit(reason, composed);
    const { code } = reason;
    if (culprit.kind === 'everything') {
      this.#pause(`The contract takes no batch: ${code}.`);
      return false;
    }
    if (!this.#isCertain(culprit, code)) {
      this.#pause(`The contract refuses the next batch (${code}). It is looked at again.`);
      return false;
    }
    if (culprit.kind === 'account') {
      const exit = code === 'AccountExiting' ? 'seen' : null;
      await takeOut.account(culprit.account, { trades: culprit.trades, reason: code, exit });
    } else if (culprit.kind === 'trades') {
      await takeOut.trades(culprit.trades, code);
    } else if (culprit.kind === 'balance') {
      const account = book.accountOf(culprit.account) ?? 0;
      const frozen = await port.read(({ accounts }) => accounts.isFrozen(account));
      if (frozen.value) {
        const { trades } = culprit;
        await takeOut.account(account, { trades, reason: code, exit: 'seen' });
      } else if (book.trades.hasQuarantined(account)) {
        return await this.#takeOutFirstBad(composed, code);
      } else {
        this.halt(`${culprit.account} has less on chain than in the ledger.`);
        return false;
      }
    } else {
      return await this.#takeOutFirstBad(composed, code);
    }
    return true;
  }

  /** What halts everything is never taken for certain because something else was wrong before. */
  #isCertain(culprit: Culprit, code: string): boolean {
    const who = 'account' in culprit ? culprit.account : null;
    const which = culprit.kind === 'trades' ? culprit.trades[0] : null;
    const name = [culprit.kind, who, which, code].join(':');
    return this.#suspicion.isCertain({ name, alone: culprit.kind === 'balance' });
  }

  async #takeOutFirstBad(composed: ComposedBatch, reason: string): Promise<boolean> {
    const bad = await firstBadTrade(this.#options, composed);
    if (bad === null) {
      this.#pause(`The contract takes no batch: ${reason}.`);
      return false;
    }
    await this.#options.takeOut.trades([bad.tradeId], reason);
    return true;
  }

  /** Finds the first withdrawal that is not paid, and puts it back or tries it later. */
  async #clearWithdrawals(composed: ComposedBatch): Promise<boolean> {
    const { planner, chain } = this.#options;
    const { trades, withdrawals } = composed;
    for (let count = 1; count <= withdrawals.length; count += 1) {
      const some = planner.shortened(composed, {
        count: trades.length,
        withdrawals: withdrawals.slice(0, count),
      });
      const simulated = await chain.simulate(settleCall(bytesToHex(some.bytes)));
      const withdrawal = withdrawals[count - 1];
      if (simulated.kind === 'succeeds' || withdrawal === undefined) continue;
      await this.#refuse(withdrawal, simulated.reason.code);
      return true;
    }
    return true;
  }

  async #refuse(withdrawal: OpenWithdrawal, code: string): Promise<void> {
    const { port, limits, now, onFailure } = this.#options;
    const { account, nonce } = withdrawal;
    onFailure(new WithdrawalRefusedError(withdrawal, code));
    if (CURABLE.has(code)) {
      this.#held.set(`${account}:${nonce}`, now() + limits.settlementHoldMs);
    } else if (code === 'NotOperator' || code === 'ClearingHousePaused') {
      this.#pause(`The contract takes no batch: ${code}.`);
      this.#held.set(`${account}:${nonce}`, now() + limits.settlementRetryMs);
    } else {
      await port.execute({ kind: 'finish-withdrawal', account, nonce, paid: false });
    }
  }

  async #send(composed: ComposedBatch, gas: bigint): Promise<void> {
    const { book, chain, planner, submit, now } = this.#options;
    const { progress } = book.trades;
    const { digest, withdrawals, trades } = composed;
    const batch = progress.batch + 1;
    const through = Math.max(progress.through, trades.at(-1)?.tradeId ?? 0);
    await this.#mustExecute({ kind: 'submit-batch', batch, through, digest });
    const ids = trades.map(({ tradeId }) => tradeId);
    if (String(book.trades.candidate(digest)?.trades) !== String(ids)) {
      this.halt(`Batch ${batch} was noted with other trades than it has.`);
      return;
    }
    const firstTrade = progress.through + 1;
    const counts = { firstTrade, lastTrade: through, withdrawals: withdrawals.length };
    const settlement: Settlement = { ...UNDER_WAY, ...counts, batch, timeMs: now() };
    this.#pause(null);
    this.#setSent({ settlement, digest, trades: new Set(ids), withdrawals, minedMs: null });
    const data = settleCall(bytesToHex(composed.bytes));
    const least = planner.leastGas(composed);
    const given = this.#allowance.of({ tried: gas, least, most: this.#options.mostGas() });
    const outcome = await submit({
      to: chain.address,
      data,
      gas: given,
      purpose: `batch ${batch}`,
    });
    this.#took(batch, outcome);
    if (outcome.kind === 'mined') this.#twoFaced.passed(composed);
    if (this.#allowance.isUndone(outcome)) await this.#clearUndone(composed);
  }

  /** A batch passed and was undone: whoever answers otherwise in a block is taken out of the way. */
  async #clearUndone(composed: ComposedBatch): Promise<void> {
    const account = this.#twoFaced.undone(composed);
    if (account === null) return;
    const trades = tradesOnWord(composed, account);
    await this.#options.takeOut.account(account, { trades, reason: UNDONE });
    for (const withdrawal of composed.withdrawals) {
      if (withdrawal.account === account) await this.#refuse(withdrawal, UNDONE);
    }
  }

  #took(batch: number, outcome: SubmitOutcome): void {
    if (outcome.kind === 'mined') {
      this.#options.book.gasUsed(batch, outcome.gasUsed);
      this.#mined(batch, outcome);
      return;
    }
    // What was given up waiting for is looked for before anything else is sent.
    if (outcome.kind === 'unknown') this.#hasResumed = false;
    else this.#setSent(null);
    this.#pause(
      `Batch ${batch} did not go through (${outcomeDetail(outcome)}). It is tried again.`,
    );
  }

  #mined(
    batch: number,
    { transaction, gasUsed }: { readonly transaction: Hash; readonly gasUsed: bigint },
  ): void {
    const sent = this.#sent;
    // It may be final already.
    if (sent === null || sent.settlement.batch !== batch) return;
    const settlement = { ...sent.settlement, transaction, gasUsed: Number(gasUsed) };
    this.#setSent({ ...sent, settlement, minedMs: this.#options.now() });
  }

  /** The contract has taken a batch that this process did not see through. */
  #seenMined(batch: number): void {
    if (this.#sent?.settlement.batch === batch) return;
    const candidate = this.#options.book.trades.lastCandidate;
    if (candidate === null || candidate.batch !== batch) return;
    const { through, trades, digest, timeMs } = candidate;
    const firstTrade = this.#options.book.trades.progress.through + 1;
    const counts = { firstTrade, lastTrade: through, withdrawals: 0 };
    const settlement: Settlement = { ...UNDER_WAY, ...counts, batch, timeMs };
    const minedMs = this.#options.now();
    this.#setSent({ settlement, digest, trades: new Set(trades), withdrawals: [], minedMs });
  }

  #forgetSettled(): void {
    const sent = this.#sent;
    if (sent === null || sent.settlement.batch > this.#options.book.trades.progress.batch) return;
    this.#setSent(null);
  }

  #setSent(sent: SentBatch | null): void {
    if (sent === this.#sent) return;
    this.#sent = sent;
    this.#options.onChange();
  }

  #pause(why: string | null): void {
    if (why === this.#paused) return;
    this.#paused = why;
    this.#options.onChange();
  }

  #isHeld({ account, nonce }: OpenWithdrawal): boolean {
    return (this.#held.get(`${account}:${nonce}`) ?? 0) > this.#options.now();
  }

  async #tryAgain(): Promise<void> {
    const { takeOut, limits, now } = this.#options;
    if (now() - this.#triedAgainMs < limits.settlementHoldMs) return;
    this.#triedAgainMs = now();
    for (const [key, untilMs] of this.#held) if (untilMs <= now()) this.#held.delete(key);
    await takeOut.again();
  }

  async #mustExecute(command: Parameters<ExchangePort['execute']>[0]): Promise<void> {
    const code = rejectionOf(await this.#options.port.execute(command));
    if (code === null) return;
    const why = `The engine refused ${command.kind}: ${code}.`;
    this.halt(why);
    throw new SettlementHaltedError(why);
  }
}
