import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Address, sameAddress } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import { outcomeEvent } from './outcome-event.ts';
import { readSettings, writeSettings } from './stored-settings.ts';
import { storedSwaps } from './stored-swaps.ts';
import { storedTokens } from './stored-tokens.ts';
import type { SwapEngine, SwapEngineOptions, SwapSurroundings } from './swap-engine.ts';
import { type SwapInputs, swapRequest, withCurrency } from './swap-inputs.ts';
import type { UnlistedToken } from './swap-link.ts';
import type { SwapPlan } from './swap-plan.ts';
import { advance, IDLE, isAtRest, type SwapEvent } from './swap-progress.ts';
import type { SwapRecord } from './swap-record.ts';
import type { SwapSessionState } from './swap-session-state.ts';
import { DEFAULT_SETTINGS, type QuoteState, type SwapSettings } from './swap-state.ts';

/** What the session asks of the engine. */
type Engine = Pick<SwapEngine, 'refresh' | 'requote' | 'approve' | 'execute'>;

export type SwapSessionOptions = {
  readonly surroundings: SwapSurroundings;
  readonly inputs: SwapInputs;
  /** Tokens that the link names by address: those imported before are chosen, the others offered. */
  readonly unlisted: readonly UnlistedToken[];
  /** Brings what talks to the chain; called once, when the session starts. */
  readonly loadEngine: (options: SwapEngineOptions) => Promise<Engine>;
  /** Repeats an action that does not throw, until the function that it answers with is called. */
  readonly repeat: (act: () => Promise<void>) => () => void;
  /** Told of every change of a sent swap that no dialog shows. */
  readonly onRecord: (record: SwapRecord) => void;
};

/**
 * The swap page outside React: what was typed, the chain as it was last read, the swap that is under
 * way and those that were sent. Making one reads nothing; `start` does.
 */
export class SwapSession {
  readonly store: StoreApi<SwapSessionState>;
  readonly #options: SwapSessionOptions;
  #storage: Storage | null = null;
  #engine: Engine | null = null;
  /** The record whose way the dialog shows. */
  #activeId: string | null = null;

  constructor(options: SwapSessionOptions) {
    this.#options = options;
    this.store = createStore<SwapSessionState>(() => ({
      inputs: options.inputs,
      settings: DEFAULT_SETTINGS,
      acknowledgement: '',
      imported: [],
      unlisted: [],
      owner: null,
      link: { kind: 'connecting' },
      view: null,
      answeredMs: null,
      quote: unquoted(options.inputs),
      progress: IDLE,
      reviewed: null,
      records: [],
    }));
  }

  /** Takes up what the browser remembers and begins to read the chain; answers how to end that. */
  start(storage: Storage): () => void {
    this.#storage = storage;
    const { chainId } = this.#options.surroundings;
    const imported = storedTokens(chainId).read(storage);
    this.store.setState({
      imported,
      settings: readSettings(storage),
      records: storedSwaps(chainId).read(storage),
    });
    this.#takeUnlisted(imported);
    const engine = this.#options.loadEngine({
      surroundings: this.#options.surroundings,
      store: this.store,
      dispatch: (event) => this.#dispatch(event),
      onSent: (record) => this.#keep(record),
      onChanged: (records) => this.#change(records),
    });
    let wanted = true;
    const end = this.#options.repeat(async () => {
      this.#engine ??= await engine;
      await this.#engine.refresh();
      if (!wanted && !this.#isWaiting()) end();
    });
    return () => {
      wanted = false;
      // A swap that is on its way is followed to its block, also from another page.
      if (!this.#isWaiting()) end();
    };
  }

  /** Reads the chain now, without waiting for the next time. */
  async refresh(): Promise<void> {
    await this.#engine?.refresh();
  }

  /**
   * Whose balances are read and who swaps; `null` without a wallet on the page's network, and then
   * `absence` says why.
   */
  setOwner(
    owner: Address | null,
    absence: 'wallet/disconnected' | 'wallet/wrong-network' = 'wallet/disconnected',
  ): void {
    const { owner: before, progress } = this.store.getState();
    if (owner === before) return;
    this.store.setState({ owner });
    // What was sent already goes on without its wallet.
    if (before !== null && !('hash' in progress)) {
      const code = owner === null ? absence : 'wallet/account-changed';
      this.#dispatch({ type: 'failed', code });
    }
    void this.refresh();
  }

  setInputs(inputs: SwapInputs): void {
    this.store.setState({ inputs, acknowledgement: '' });
    if (this.#engine === null) this.store.setState({ quote: unquoted(inputs) });
    else this.#engine.requote();
  }

  setSettings(settings: SwapSettings): void {
    this.store.setState({ settings });
    if (this.#storage !== null) writeSettings(this.#storage, settings);
  }

  setAcknowledgement(acknowledgement: string): void {
    this.store.setState({ acknowledgement });
  }

  /** Adds a token that was imported by its address, and remembers it. */
  importToken(token: Token): void {
    const known = this.store.getState().imported;
    if (known.some(({ address }) => sameAddress(address, token.address))) return;
    const imported = [token, ...known];
    this.store.setState({ imported });
    const { chainId } = this.#options.surroundings;
    if (this.#storage !== null) storedTokens(chainId).write(this.#storage, imported);
    void this.refresh();
  }

  /** The first of the tokens that the link named has been taken care of. */
  dropUnlisted(): void {
    this.store.setState(({ unlisted }) => ({ unlisted: unlisted.slice(1) }));
  }

  /** Begins the review of a plan. */
  review(plan: SwapPlan): void {
    if (!isAtRest(this.store.getState().progress)) return;
    this.#activeId = null;
    this.store.setState({ reviewed: plan, progress: IDLE });
  }

  /** Puts the review away; what was sent goes on, and is told of elsewhere. */
  dismiss(): void {
    const active = this.store.getState().records.find(({ id }) => id === this.#activeId);
    this.#activeId = null;
    this.#dispatch({ type: 'dismiss' });
    this.store.setState({ reviewed: null });
    if (active?.outcome.kind === 'pending') this.#options.onRecord(active);
  }

  /** Has the wallet approve what a plan needs. */
  async approve(plan: SwapPlan): Promise<void> {
    const { owner } = this.store.getState();
    if (this.#engine === null || owner === null) return;
    this.#dispatch({ type: 'approve' });
    await this.#engine.approve(plan, owner);
  }

  /** Carries the reviewed swap out, or the moved price that was accepted. */
  async confirm(): Promise<void> {
    const { reviewed, progress, owner } = this.store.getState();
    if (this.#engine === null || reviewed === null || owner === null) return;
    this.#dispatch({ type: progress.stage === 'price-moved' ? 'accept-price' : 'start' });
    await this.#engine.execute(reviewed, owner);
  }

  #takeUnlisted(imported: readonly Token[]): void {
    const unknown: UnlistedToken[] = [];
    for (const unlisted of this.#options.unlisted) {
      const { side, address } = unlisted;
      const currency = imported.find((token) => sameAddress(token.address, address));
      if (currency === undefined) unknown.push(unlisted);
      else this.setInputs(withCurrency(this.store.getState().inputs, { side, currency }));
    }
    this.store.setState({ unlisted: unknown });
  }

  #dispatch(event: SwapEvent): void {
    this.store.setState(({ progress }) => ({ progress: advance(progress, event) }));
  }

  #keep(record: SwapRecord): void {
    // A swap whose dialog was put away before the wallet answered has none that shows it.
    if (this.store.getState().reviewed === null) this.#options.onRecord(record);
    else this.#activeId = record.id;
    this.#setRecords([record]);
  }

  #change(changed: readonly SwapRecord[]): void {
    this.#setRecords(changed);
    for (const record of changed) {
      if (record.id === this.#activeId) this.#advanceTo(record);
      else this.#options.onRecord(record);
    }
  }

  #advanceTo({ outcome, transaction: { hash } }: SwapRecord): void {
    const { progress } = this.store.getState();
    if ('hash' in progress && progress.hash !== hash) this.#dispatch({ type: 'replaced-by', hash });
    this.#dispatch(outcomeEvent(outcome));
  }

  /** Whether a swap was sent that is in no block yet. */
  #isWaiting(): boolean {
    return this.store.getState().records.some(({ outcome }) => outcome.kind === 'pending');
  }

  /** Keeps new and changed records. What another tab has sent meanwhile is taken in, not lost. */
  #setRecords(changed: readonly SwapRecord[]): void {
    const list = storedSwaps(this.#options.surroundings.chainId);
    const stored = this.#storage === null ? [] : list.read(this.#storage);
    const records = mergeRecords(changed, this.store.getState().records, stored);
    this.store.setState({ records });
    if (this.#storage !== null) list.write(this.#storage, records);
  }
}

/** Every record once, as the first of the lists has it, newest first. */
function mergeRecords(...lists: readonly (readonly SwapRecord[])[]): readonly SwapRecord[] {
  const byId = new Map<string, SwapRecord>();
  for (const record of lists.flat()) if (!byId.has(record.id)) byId.set(record.id, record);
  return [...byId.values()].sort((a, b) => b.transaction.sentAtMs - a.transaction.sentAtMs);
}

/** The quote before the chain was ever read. */
function unquoted(inputs: SwapInputs): QuoteState {
  return { kind: swapRequest(inputs) === null ? 'none' : 'loading' };
}
