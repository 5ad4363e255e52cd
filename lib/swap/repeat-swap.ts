import { exactAmount } from '#lib/format/format-amount.ts';
import type { SwapInputs } from './swap-inputs.ts';
import type { SwapRecord } from './swap-record.ts';

/** The inputs that ask for the same swap again. */
export function repeatSwap(record: SwapRecord): SwapInputs {
  const { pay, receive, exact, payAmount, receiveAmount } = record;
  const text =
    exact === 'pay'
      ? exactAmount(payAmount, pay.decimals)
      : exactAmount(receiveAmount, receive.decimals);
  return { pay, receive, exact, text };
}

/** The inputs that swap back what was received. */
export function reverseSwap(record: SwapRecord): SwapInputs {
  const { pay, receive, receiveAmount, outcome } = record;
  const settled = outcome.kind === 'confirmed' || outcome.kind === 'final' ? outcome.receipt : null;
  const received = settled?.received ?? receiveAmount;
  return {
    pay: receive,
    receive: pay,
    exact: 'pay',
    text: exactAmount(received, receive.decimals),
  };
}
