import type { Address } from '#lib/domain/address.ts';
import type { ImpactLevel } from './price-impact.ts';
import type { SwapPlan } from './swap-plan.ts';
import type { ExactSide } from './swap-request.ts';
import type { TokenEntry } from './token-entries.ts';

/** A shortened amount, its unit, and exactly with its unit: for the eye and for the hover. */
export type ShownAmount = {
  readonly text: string;
  readonly symbol: string;
  readonly exact: string;
};

/** One of the two panes. */
export type PaneView = {
  readonly side: ExactSide;
  readonly token: TokenEntry | null;
  /** The text in the amount field. */
  readonly text: string;
  /** Whether the field's text was computed, not typed. */
  readonly estimated: boolean;
  readonly balance: ShownAmount | null;
  /** What Max and 50 % put into the field; `null` where there is nothing to spend. */
  readonly shortcuts: { readonly max: string; readonly half: string } | null;
  readonly usd: string | null;
  /** Why the typed text is refused, next to it. */
  readonly problem: string | null;
};

export type SwapWarning = {
  readonly code:
    | 'impact'
    | 'market-difference'
    | 'slippage-high'
    | 'slippage-low'
    | 'unlisted-token'
    | 'same-symbol'
    | 'contract-approval';
  readonly level: 'info' | 'warning' | 'danger';
  readonly text: string;
};

/** One pool on the way, in words. */
export type HopView = {
  readonly pool: Address;
  /** `WLUX → LUSD`. */
  readonly pair: string;
  readonly version: 'V2' | 'V3';
  readonly fee: string;
};

/** A part of the amount and the way it takes. */
export type LegView = { readonly share: string; readonly hops: readonly HopView[] };

/** The figures under the panes. */
export type SwapDetails = {
  readonly rate: string;
  readonly inverseRate: string;
  readonly limitLabel: 'Minimum received' | 'Maximum paid';
  readonly limit: ShownAmount;
  readonly impact: { readonly text: string; readonly level: ImpactLevel };
  readonly slippage: { readonly text: string; readonly automatic: boolean };
  /** The part of the swap that goes to the pools' providers. */
  readonly fee: string;
  readonly networkCost: { readonly lux: ShownAmount; readonly usd: string | null } | null;
  /** The route in words, `LUX → LUSD over 2 paths`. */
  readonly route: string;
  readonly legs: readonly LegView[];
};

/** What a press of the main button does. */
export type SwapAction =
  | 'connect'
  | 'switch-network'
  | 'choose-pay'
  | 'choose-receive'
  | 'approve'
  | 'review'
  | null;

/** The main button: it says its whole action; disabled, `reason` says why. */
export type SwapButton = {
  readonly label: string;
  readonly action: SwapAction;
  readonly reason: string | null;
};

/** Everything that the swap card shows, ready to be drawn. */
export type SwapView = {
  readonly pay: PaneView;
  readonly receive: PaneView;
  readonly details: SwapDetails | null;
  readonly warnings: readonly SwapWarning[];
  /** Whether the price impact has to be acknowledged by typing, done already or not. */
  readonly asksAcknowledgement: boolean;
  /** Age of a quote that is not current any more, milliseconds. */
  readonly staleMs: number | null;
  /** The page-wide state in a sentence, when something is not as usual. */
  readonly notice: string | null;
  /** Whether the other amount is being computed for the first time. */
  readonly quoting: boolean;
  readonly button: SwapButton;
  /** What the button would have signed; `null` unless it approves or reviews. */
  readonly plan: SwapPlan | null;
};
