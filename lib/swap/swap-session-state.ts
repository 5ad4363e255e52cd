import type { Address } from '#lib/domain/address.ts';
import type { Token } from '#lib/domain/currency.ts';
import type { ChainView } from './chain-watch.ts';
import type { SwapInputs } from './swap-inputs.ts';
import type { UnlistedToken } from './swap-link.ts';
import type { SwapPlan } from './swap-plan.ts';
import type { SwapProgress } from './swap-progress.ts';
import type { SwapRecord } from './swap-record.ts';
import type { ChainLink, QuoteState, SwapSettings } from './swap-state.ts';

/** Everything that the swap page remembers while it is open. */
export type SwapSessionState = {
  readonly inputs: SwapInputs;
  readonly settings: SwapSettings;
  /** What was typed to acknowledge a dangerous price impact. */
  readonly acknowledgement: string;
  /** Tokens imported by their address. */
  readonly imported: readonly Token[];
  /** Tokens that a link names by their addresses and that were not imported yet. */
  readonly unlisted: readonly UnlistedToken[];
  /** Whose balances are read and who swaps; `null` without a wallet on the page's network. */
  readonly owner: Address | null;
  readonly link: ChainLink;
  /** The chain as it last answered, and when. */
  readonly view: ChainView | null;
  readonly answeredMs: number | null;
  readonly quote: QuoteState;
  readonly progress: SwapProgress;
  /** What is being reviewed or carried out. */
  readonly reviewed: SwapPlan | null;
  /** Swaps sent from this browser, newest first. */
  readonly records: readonly SwapRecord[];
};
