import { Button } from '#components/ui/button.tsx';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { Hash } from '#lib/domain/address.ts';
import { shownAmount, shownInput } from '#lib/swap/derive-pane.ts';
import type { SwapPlan } from '#lib/swap/swap-plan.ts';
import { plannedLabels, SwapAmounts } from './swap-amounts.tsx';
import { TransactionLink } from './transaction-link.tsx';

/** The stages between the confirmation and the block. */
export type UnderWayStage = 'simulating' | 'signing-permit' | 'confirming' | 'pending';

export type SwapUnderWayProps = {
  readonly plan: SwapPlan;
  readonly stage: UnderWayStage;
  /** The transaction, once it was sent. */
  readonly hash: Hash | null;
  readonly explorerUrl: string | null;
  readonly signsByItself: boolean;
  readonly onClose: () => void;
};

/** How a swap goes, step by step, between the confirmation and its block. */
export function SwapUnderWay(props: SwapUnderWayProps) {
  const { plan, stage, hash, explorerUrl, onClose } = props;
  const steps = stepsOf(plan);
  const current = steps.findIndex(({ stage: step }) => step === stage);
  return (
    <div className="flex flex-col gap-4 p-4">
      <SwapAmounts
        pay={shownInput(plan.route)}
        receive={shownAmount(plan.route.amountOut, plan.route.output)}
        labels={plannedLabels(plan.route)}
      />
      <ol className="flex flex-col gap-2 text-13">
        {steps.map(({ name }, index) => (
          <li
            key={name}
            aria-current={index === current ? 'step' : undefined}
            className={classNames(
              'flex items-center gap-2',
              index === current ? 'font-medium text-text' : 'text-secondary',
            )}
          >
            <Icon
              name={iconOf(index, current)}
              size={14}
              className={index < current ? 'text-up' : 'text-secondary'}
            />
            {name}
          </li>
        ))}
      </ol>
      <p role="status" className="min-h-5 text-13 text-secondary">
        {hintOf(props)}
      </p>
      {hash === null ? null : (
        <p className="flex items-center gap-2 text-12 text-secondary">
          Transaction <TransactionLink hash={hash} explorerUrl={explorerUrl} />
        </p>
      )}
      <Button onClick={onClose}>Close</Button>
    </div>
  );
}

type Step = { readonly name: string; readonly stage: UnderWayStage };

function stepsOf({ approval }: SwapPlan): readonly Step[] {
  const permit: Step = { name: 'Sign the permission', stage: 'signing-permit' };
  return [
    ...(approval.kind === 'permit' ? [permit] : []),
    { name: 'Rehearse on the chain', stage: 'simulating' },
    { name: 'Confirm in wallet', stage: 'confirming' },
    { name: 'Wait for the block', stage: 'pending' },
  ];
}

function iconOf(index: number, current: number) {
  if (index < current) return 'check' as const;
  return index === current ? ('clock' as const) : ('chevron-right' as const);
}

function hintOf({ stage, signsByItself }: SwapUnderWayProps): string {
  switch (stage) {
    case 'simulating':
      return 'Taking the latest price and trying the swap on the chain, without sending it.';
    case 'signing-permit':
      return signsByItself
        ? 'The demo wallet signs the permission.'
        : 'Sign the permission in your wallet. It costs nothing.';
    case 'confirming':
      return signsByItself
        ? 'The demo wallet signs and sends.'
        : 'Confirm in wallet. You can still reject it there.';
    case 'pending':
      return 'Swapping… You may close this: the swap goes on, and stays in the list of recent swaps.';
  }
}
