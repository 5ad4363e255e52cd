import type { Withdrawal } from '#lib/domain/settlement.ts';
import { exactAmount } from '#lib/format/format-amount.ts';
import type { CustodyChoice } from './custody-choice.ts';
import type { StepView } from './deposit-progress.ts';
import type { WithdrawalView } from './derive-withdrawal.ts';
import { blocksText, type CustodyFact } from './describe-deposit.ts';

/** Where a withdrawal of this page stands; `signing` until the exchange has it. */
export type WithdrawalStage = 'signing' | Withdrawal['stage'];

/** What a withdrawal will do, before it is signed. */
export function withdrawalFacts(
  { choice, view }: { readonly choice: CustodyChoice; readonly view: WithdrawalView },
  terms: {
    readonly minimum: number | null;
    readonly needed: number | null;
    readonly blockSeconds: number | null;
  },
): readonly CustodyFact[] {
  const { asset, currency } = choice;
  const { order } = view;
  const amount = (quanta: number) => exactAmount(BigInt(quanta), asset.decimals);
  return [
    {
      name: 'The wallet receives',
      value: order === null ? '–' : `${amount(order.quanta)} ${currency.symbol}`,
    },
    { name: 'Fee', value: 'None; the exchange pays the network cost', isWords: true },
    {
      name: 'Least amount',
      value: terms.minimum === null ? '–' : `${amount(terms.minimum)} ${asset.symbol}`,
    },
    {
      name: 'Paid',
      value: `With the next batch, then ${blocksText(terms)}`,
      isWords: true,
    },
  ];
}

const NAMES = [
  ['signing', 'Signed by your wallet'],
  ['requested', 'Requested: out of your balance'],
  ['settling', 'In a batch on its way to the chain'],
  ['paid', 'Paid'],
] as const;

/** A withdrawal as a list of steps: requested → settling → paid, or returned. */
export function withdrawalSteps(stage: WithdrawalStage): readonly StepView[] {
  const returned = stage === 'returned';
  const names = returned
    ? ([...NAMES.slice(0, 2), ['returned', 'Returned to your balance']] as const)
    : NAMES;
  // What was told last has happened; the step after it is what is waited for.
  const reached = names.findIndex(([id]) => id === stage);
  return names.map(([id, name], index) => ({
    id,
    name,
    state: stateOf(index, { reached, stage }),
  }));
}

function stateOf(
  index: number,
  { reached, stage }: { readonly reached: number; readonly stage: WithdrawalStage },
): StepView['state'] {
  if (stage === 'signing') return index === 0 ? 'current' : 'ahead';
  if (index <= reached) return index === reached && stage === 'settling' ? 'current' : 'done';
  const next = stage === 'requested' ? reached + 1 : -1;
  return index === next ? 'current' : 'ahead';
}

/** What is waited for, in a sentence. */
export function withdrawalHint(
  stage: WithdrawalStage,
  { signsByItself }: { readonly signsByItself: boolean },
): string {
  switch (stage) {
    case 'signing':
      return signsByItself
        ? 'The demo wallet signs the withdrawal.'
        : 'Sign the withdrawal in your wallet. It costs nothing.';
    case 'requested':
      return 'The exchange has it, and pays it with one of the next batches. You may close this.';
    case 'settling':
      return 'The batch was sent. It is paid when the block is final. You may close this.';
    case 'paid':
      return 'The money is in the wallet.';
    case 'returned':
      return 'It could not be paid in time, so it is in your balance again. Nothing was lost.';
    default:
      return stage satisfies never;
  }
}
