import { DEFAULT_SLIPPAGE_PPM, MAX_SLIPPAGE_PPM } from '#lib/domain/route/slippage.ts';

/** Used when nothing about the route asks for more. */
const DEFAULT_SLIPPAGE_BPS = DEFAULT_SLIPPAGE_PPM / 100;
/** Beyond this a slippage is used only after the user has said so explicitly. */
const SLIPPAGE_LIMIT_BPS = MAX_SLIPPAGE_PPM / 100;
/** Beyond this (50 %) a slippage is not a protection any more and is refused. */
const SLIPPAGE_MAX_BPS = 5_000;
/** Under this (0.05 %) an ordinary price move makes the swap fail, and it is said. */
const SLIPPAGE_LOW_BPS = 5;

export type SlippageSetting =
  | { readonly mode: 'auto' }
  | { readonly mode: 'custom'; readonly text: string };

/** `high` needs the explicit override; `low` is likely to fail. */
export type SlippageLevel = 'low' | 'normal' | 'high';

export type Slippage =
  | { readonly kind: 'slippage'; readonly bps: number; readonly level: SlippageLevel }
  | { readonly kind: 'problem'; readonly message: string };

/** The rule behind the automatic slippage, as the settings explain it. */
export const AUTO_SLIPPAGE_RULE =
  'A pool’s price may drift by its own fee before traders correct it. Auto allows the sum of the fees on the dearest path, at least 0.5% and at most 5%.';

/**
 * The automatic slippage of a route in basis points. `pathFeesPpm` holds, for each of its legs, the
 * sum of the pool fees along the leg in parts per million.
 */
export function autoSlippageBps(pathFeesPpm: readonly number[]): number {
  const dearest = pathFeesPpm.reduce((most, fee) => Math.max(most, fee), 0);
  const bps = Math.ceil(dearest / 100);
  return Math.min(SLIPPAGE_LIMIT_BPS, Math.max(DEFAULT_SLIPPAGE_BPS, bps));
}

/** The slippage to use, or why the custom text is refused. */
export function readSlippage(
  setting: SlippageSetting,
  pathFeesPpm: readonly number[] | null,
): Slippage {
  if (setting.mode === 'auto') {
    return { kind: 'slippage', bps: autoSlippageBps(pathFeesPpm ?? []), level: 'normal' };
  }
  const text = setting.text.trim().replace(/\s*%$/u, '');
  const match = /^(\d{0,3})(?:\.(\d*))?$/u.exec(text);
  if (match === null || text === '' || text === '.') {
    return { kind: 'problem', message: 'Enter a percentage like 0.5.' };
  }
  const fraction = (match[2] ?? '').replace(/0+$/u, '');
  if (fraction.length > 2) {
    return { kind: 'problem', message: 'Slippage has at most two decimals.' };
  }
  const bps = Number(match[1] ?? '0') * 100 + Number(fraction.padEnd(2, '0'));
  if (bps === 0) return { kind: 'problem', message: 'Slippage must be above zero.' };
  if (bps > SLIPPAGE_MAX_BPS) {
    return { kind: 'problem', message: 'Slippage can be 50% at most.' };
  }
  return { kind: 'slippage', bps, level: slippageLevel(bps) };
}

function slippageLevel(bps: number): SlippageLevel {
  if (bps > SLIPPAGE_LIMIT_BPS) return 'high';
  return bps < SLIPPAGE_LOW_BPS ? 'low' : 'normal';
}
