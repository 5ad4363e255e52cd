import { MAX_LOTS, MAX_TICKS, type Quanta } from '#lib/domain/quanta.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { parseAmount } from '#lib/swap/parse-amount.ts';

/** A typed number, read in whole steps. */
export type ReadDecimal =
  | { readonly kind: 'empty' }
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'problem'; readonly text: string };

/** More decimals than anything that is traded has; what is typed is compared with the step there. */
const FINE = 18;

type Steps = {
  /** One step is `10 ** -decimals`. */
  readonly decimals: number;
  readonly max: number;
  /** `Prices` or `Sizes`: for the sentence about the step. */
  readonly noun: string;
};

/** A typed price in ticks: above zero, on the tick, not beyond what the market counts. */
export function readPrice(text: string, priceDecimals: number): ReadDecimal {
  return readSteps(text, { decimals: priceDecimals, max: MAX_TICKS, noun: 'Prices' });
}

/** A typed size in lots. */
export function readSize(text: string, sizeDecimals: number): ReadDecimal {
  return readSteps(text, { decimals: sizeDecimals, max: MAX_LOTS, noun: 'Sizes' });
}

/** A typed amount of an asset in quanta. */
export function readAmount(text: string, decimals: number): ReadDecimal {
  const max: Quanta = Number.MAX_SAFE_INTEGER;
  return readSteps(text, { decimals, max, noun: 'Amounts' });
}

function readSteps(text: string, steps: Steps): ReadDecimal {
  const parsed = parseAmount(text, { symbol: steps.noun, decimals: FINE });
  if (parsed.kind === 'empty') return parsed;
  if (parsed.kind === 'problem') return { kind: 'problem', text: parsed.problem.message };
  const step = 10n ** BigInt(FINE - steps.decimals);
  const count = parsed.amount / step;
  if (parsed.amount % step !== 0n) return { kind: 'problem', text: nearest(count, steps) };
  if (count > BigInt(steps.max)) {
    const most = decimalText(BigInt(steps.max), steps.decimals);
    return { kind: 'problem', text: `The most that can be counted is ${most}.` };
  }
  if (count === 0n) return { kind: 'problem', text: 'Enter more than zero.' };
  return { kind: 'count', count: Number(count) };
}

function nearest(below: bigint, { decimals, noun }: Steps): string {
  const show = (count: bigint) => decimalText(count, decimals, { minDecimals: decimals });
  const choices = below === 0n ? show(1n) : `${show(below)} or ${show(below + 1n)}`;
  return `${noun} go in steps of ${show(1n)}. Nearest: ${choices}.`;
}

/** A count of steps as it is typed: no separators, trailing zeros left out. */
export function typedText(count: number, decimals: number): string {
  return decimalText(BigInt(count), decimals, { grouped: false });
}
