import type { Address } from '#lib/domain/address.ts';
import type { ForcedExit } from '#lib/domain/settlement.ts';
import type { CustodyEvent, CustodyListener, FinalBlock } from '#server/chain/index.ts';
import { type ExitFact, exitFactOf, exitsOf, placeOf } from './exit-fact.ts';
import { ExitFacts } from './exit-facts.ts';
import type { ExitStore } from './exit-file.ts';

export type ExitLogOptions = {
  readonly store: ExitStore;
  /** The block before the first one with events. */
  readonly before: number;
  /** Events of blocks `from` … `to`; rejects while the chain does not answer. */
  readonly read: (range: {
    readonly from: number;
    readonly to: number;
  }) => Promise<readonly CustodyEvent[]>;
  /** Blocks that are asked for at a time. */
  readonly mostBlocks: number;
  readonly retryMs: number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Something happened to an account's exit, or the chain took back those with these ids. */
  readonly onChange: (account: Address, undone: readonly number[]) => void;
  readonly onFailure: (error: unknown) => void;
};

/** Blocks after which it is noted how far all is known, when nothing happens. */
const NOTED_BLOCKS = 1_000;

/**
 * Forced exits of all accounts, as the contract told of them: no command of the journal says when they
 * were requested. It listens beside whoever acts on them and never holds that up; what was told before
 * it began to listen it reads from the chain.
 */
export class ExitLog implements CustodyListener {
  readonly #options: ExitLogOptions;
  readonly #final = new ExitFacts();
  readonly #seen = new ExitFacts();
  /** The last block that was told as final; `null` before the first. */
  #last: number | null = null;
  /** Up to this block all is written. */
  #noted: number;
  /** Blocks from before it listened that are still to be read; `null` = none, or not known yet. */
  #gap: { readonly from: number; readonly to: number } | null = null;
  /** What is known and not written yet. */
  #unwritten: readonly ExitFact[] = [];
  #isWriting = false;

  constructor(options: ExitLogOptions) {
    this.#options = options;
    this.#noted = options.before;
  }

  /** Takes in what is kept. Call it before the first event is told. */
  async load(): Promise<void> {
    const { facts, through } = await this.#options.store.load();
    for (const fact of facts) this.#final.add(fact);
    this.#noted = through ?? this.#options.before;
  }

  /** Exits of an address, the newest first. */
  exits(account: Address): readonly ForcedExit[] {
    return exitsOf([...this.#final.of(account), ...this.#seen.of(account)]);
  }

  seen(events: readonly CustodyEvent[]): void {
    this.#tell(factsOf(events).filter((fact) => !this.#final.has(fact) && this.#seen.add(fact)));
  }

  undone(fromBlock: number): void {
    this.#tell(
      this.#seen.drop(({ block }) => block >= fromBlock),
      { areUndone: true },
    );
  }

  async final(block: FinalBlock, events: readonly CustodyEvent[]): Promise<void> {
    const from = this.#noted + 1;
    if (this.#last === null && from <= block.number) this.#gap = { from, to: block.number };
    this.#last = block.number;
    this.#take(factsOf(events));
    this.#seen.drop((fact) => fact.block <= block.number);
    await this.#write();
  }

  /** Reads what was told before it listened, until that is done or the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const { read, mostBlocks, retryMs, sleep, onFailure } = this.#options;
    while (!signal.aborted && (this.#last === null || this.#gap !== null)) {
      const gap = this.#gap;
      if (gap === null) {
        await sleep(retryMs, signal);
        continue;
      }
      const to = Math.min(gap.to, gap.from + mostBlocks - 1);
      try {
        this.#take(factsOf(await read({ from: gap.from, to })));
        this.#gap = to < gap.to ? { from: to + 1, to: gap.to } : null;
        await this.#write({ isDue: this.#gap === null });
      } catch (error) {
        onFailure(error);
        await sleep(retryMs, signal);
      }
    }
  }

  #take(facts: readonly ExitFact[]): void {
    const fresh = facts.filter((fact) => this.#final.add(fact));
    this.#unwritten = [...this.#unwritten, ...fresh];
    this.#tell(fresh);
  }

  #tell(facts: readonly ExitFact[], { areUndone = false } = {}): void {
    const undone = new Map<Address, number[]>();
    for (const fact of facts) {
      const ids = undone.get(fact.account) ?? [];
      undone.set(fact.account, ids);
      if (areUndone && fact.kind === 'exit-requested') ids.push(placeOf(fact));
    }
    for (const [account, ids] of undone) this.#options.onChange(account, ids);
  }

  /** Never throws: what cannot be written now is written with what comes next, or read again. */
  async #write({ isDue: isAsked = false } = {}): Promise<void> {
    const through = this.#gap === null ? (this.#last ?? this.#noted) : this.#gap.from - 1;
    const isLate = through - this.#noted >= NOTED_BLOCKS;
    const isDue = isAsked || isLate || this.#unwritten.length > 0;
    if (this.#isWriting || !isDue) return;
    const facts = this.#unwritten;
    this.#isWriting = true;
    try {
      await this.#options.store.add(facts, through);
      this.#unwritten = this.#unwritten.slice(facts.length);
      this.#noted = through;
    } catch (error) {
      this.#options.onFailure(error);
    } finally {
      this.#isWriting = false;
    }
  }
}

function factsOf(events: readonly CustodyEvent[]): ExitFact[] {
  return events.map(exitFactOf).filter((fact) => fact !== null);
}
