import { Button } from '#components/ui/button.tsx';
import { formatBps } from '#lib/format/format-percent.ts';
import { shownAmount, shownInput } from '#lib/swap/derive-pane.ts';
import { movedTooFar, priceMove } from '#lib/swap/hold-plan.ts';
import type { SwapPlan } from '#lib/swap/swap-plan.ts';
import type { PriceMove } from '#lib/swap/swap-progress.ts';
import type { SwapDetails } from '#lib/swap/swap-view.ts';
import { FactList } from './fact-list.tsx';
import { plannedLabels, SwapAmounts } from './swap-amounts.tsx';

export type ReviewSummaryProps = {
  readonly plan: SwapPlan;
  readonly details: SwapDetails;
  readonly livePlan: SwapPlan | null;
  /** How the price moved when it did so after the confirmation; it has to be accepted. */
  readonly move: PriceMove | null;
  readonly signsByItself: boolean;
  readonly onAccept: (plan: SwapPlan) => void;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
};

/** Exactly what is going to happen, before anything is signed. */
export function ReviewSummary(props: ReviewSummaryProps) {
  const { plan, details, move, onConfirm, onCancel } = props;
  const fresher = move === null ? fresherPlan(props) : null;
  return (
    <div className="flex flex-col gap-4 p-4">
      <SwapAmounts
        pay={shownInput(plan.route)}
        receive={shownAmount(plan.route.amountOut, plan.route.output)}
        labels={plannedLabels(plan.route)}
      />
      {move === null ? null : (
        <p role="alert" className="text-13 text-warn">
          The price became {formatBps(-move.changeBps)} worse since your review. These are the new
          amounts; nothing has been signed.
        </p>
      )}
      {fresher === null ? null : (
        <PriceUpdate plan={plan} fresher={fresher} onAccept={props.onAccept} />
      )}
      <FactList facts={factsOf(plan, details)} />
      <ol className="flex list-decimal flex-col gap-1 pl-5 text-12 text-secondary">
        {stepsOf(props).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div className="grid grid-cols-[auto_1fr] gap-2">
        <Button size="large" onClick={onCancel}>
          Cancel
        </Button>
        <Button variant="primary" size="large" disabled={fresher !== null} onClick={onConfirm}>
          {move === null ? confirmLabel(plan) : 'Accept new price and swap'}
        </Button>
      </div>
    </div>
  );
}

function PriceUpdate({
  plan,
  fresher,
  onAccept,
}: {
  readonly plan: SwapPlan;
  readonly fresher: SwapPlan;
  readonly onAccept: (plan: SwapPlan) => void;
}) {
  const { changeBps } = priceMove(plan.route, fresher.route);
  return (
    <div
      role="alert"
      className="flex items-center justify-between gap-3 rounded-control border border-warn p-3 text-13"
    >
      <span>The price became {formatBps(-changeBps)} worse meanwhile.</span>
      <Button size="small" onClick={() => onAccept(fresher)}>
        Accept new price
      </Button>
    </div>
  );
}

/** The card's plan, when it has become so much worse that the reviewed one will not do. */
function fresherPlan({ plan, livePlan }: ReviewSummaryProps): SwapPlan | null {
  if (livePlan === null) return null;
  const move = priceMove(plan.route, livePlan.route);
  return movedTooFar(move, plan.slippagePpm) ? livePlan : null;
}

function factsOf(plan: SwapPlan, details: SwapDetails) {
  const { limit, limitLabel, networkCost } = details;
  const cost = networkCost && `${networkCost.lux.text} LUX`;
  return [
    { name: 'Rate', value: details.rate },
    { name: limitLabel, value: `${limit.text} ${limit.symbol}`, title: limit.exact },
    ...(plan.route.kind === 'swap'
      ? [
          { name: 'Price impact', value: details.impact.text },
          { name: 'Slippage', value: details.slippage.text },
          { name: 'Deadline', value: `${plan.deadlineMinutes} minutes` },
        ]
      : []),
    { name: 'Route', value: details.route },
    ...(networkCost && cost
      ? [
          {
            name: 'Network cost',
            value: networkCost.usd === null ? cost : `${cost} (${networkCost.usd})`,
            title: networkCost.lux.exact,
          },
        ]
      : []),
  ];
}

function stepsOf({ plan, signsByItself }: ReviewSummaryProps): readonly string[] {
  const who = signsByItself ? 'The demo wallet signs' : 'You sign';
  const { approval } = plan;
  const permit =
    approval.kind === 'permit'
      ? [
          `${who} a permission for exactly ${shownAmount(approval.amount, approval.token).exact}; it costs nothing.`,
        ]
      : [];
  return [
    ...permit,
    'The swap is rehearsed on the chain; if it would fail, nothing is sent.',
    `${who} the transaction and it is sent.`,
  ];
}

/** The whole action in words, by the amount that is exact. */
function confirmLabel({ route }: SwapPlan): string {
  const pay = shownAmount(route.amountIn, route.input);
  const receive = shownAmount(route.amount, route.output);
  if (route.kind === 'wrap') return `Wrap ${pay.text} ${pay.symbol}`;
  if (route.kind === 'unwrap') return `Unwrap ${pay.text} ${pay.symbol}`;
  return route.mode === 'exact-in'
    ? `Swap ${pay.text} ${pay.symbol}`
    : `Swap for ${receive.text} ${receive.symbol}`;
}
