import { type Currency, sameCurrency } from '#lib/domain/currency.ts';
import { type ParsedAmount, parseAmount } from './parse-amount.ts';
import type { ExactSide, SwapRequest } from './swap-request.ts';

/** What the user has chosen and typed. The typed amount belongs to the exact side. */
export type SwapInputs = {
  readonly pay: Currency | null;
  readonly receive: Currency | null;
  readonly exact: ExactSide;
  readonly text: string;
};

/** A side's amount typed: that side becomes the exact one. */
export function withAmount(
  inputs: SwapInputs,
  { side, text }: { readonly side: ExactSide; readonly text: string },
): SwapInputs {
  return { ...inputs, exact: side, text };
}

/** A token chosen for a side. Choosing the other side's token turns the swap round. */
export function withCurrency(
  inputs: SwapInputs,
  { side, currency }: { readonly side: ExactSide; readonly currency: Currency },
): SwapInputs {
  const other = side === 'pay' ? inputs.receive : inputs.pay;
  if (other !== null && sameCurrency(other, currency)) return flipped(inputs);
  return side === 'pay' ? { ...inputs, pay: currency } : { ...inputs, receive: currency };
}

/** The swap turned round. The typed amount stays with its token. */
export function flipped({ pay, receive, exact, text }: SwapInputs): SwapInputs {
  return { pay: receive, receive: pay, exact: exact === 'pay' ? 'receive' : 'pay', text };
}

/** The typed amount, read in the units of the exact side's token. */
export function typedAmount({ pay, receive, exact, text }: SwapInputs): ParsedAmount {
  const unit = exact === 'pay' ? pay : receive;
  // Without a token there are no decimals to read by; 18 lets a wrong text be told all the same.
  return parseAmount(text, unit ?? { symbol: 'A token', decimals: 18 });
}

/** What is asked of the router, or `null` while the inputs are not complete. */
export function swapRequest(inputs: SwapInputs): SwapRequest | null {
  const { pay, receive, exact } = inputs;
  if (pay === null || receive === null || sameCurrency(pay, receive)) return null;
  const parsed = typedAmount(inputs);
  if (parsed.kind !== 'amount' || parsed.amount === 0n) return null;
  return { pay, receive, exact, amount: parsed.amount };
}
