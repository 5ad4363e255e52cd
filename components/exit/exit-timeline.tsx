'use client';

import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { classNames } from '#components/ui/class-names.ts';
import type { ExitStage, ExitStep, ExitView } from '#lib/exit/derive-exit.ts';
import type { ExitAccount } from '#lib/exit/exit-account.ts';
import { formatCountdown, formatDuration } from '#lib/format/format-countdown.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';

export type ExitTimelineProps = { readonly account: ExitAccount; readonly view: ExitView };

const STAGES: Readonly<Record<ExitStage, { readonly tone: BadgeTone; readonly text: string }>> = {
  staying: { tone: 'neutral', text: 'No exit requested' },
  binding: { tone: 'warn', text: 'Exit requested' },
  waiting: { tone: 'warn', text: 'Waiting for the exit’s time' },
  payable: { tone: 'up', text: 'Can be paid out now' },
  left: { tone: 'up', text: 'Everything is paid out' },
};

/** Where the account stands. */
export function ExitStageBadge({ stage }: { readonly stage: ExitStage }) {
  const { tone, text } = STAGES[stage];
  return <Badge tone={tone}>{text}</Badge>;
}

/** What happens, one after the other, and when. */
export function ExitTimeline({ account, view }: ExitTimelineProps) {
  return (
    <ol aria-label="What happens and when" className="flex flex-col">
      {view.steps.map((step, index) => (
        <li key={step.id} className="grid grid-cols-[20px_1fr_auto] gap-x-2.5 text-13">
          <span aria-hidden="true" className="flex flex-col items-center">
            <span
              className={classNames(
                'mt-1.5 size-2.5 shrink-0 rounded-full border',
                step.state === 'done' && 'border-up bg-up',
                step.state === 'current' && 'border-accent bg-accent',
                step.state === 'ahead' && 'border-edge',
              )}
            />
            {index === view.steps.length - 1 ? null : <span className="w-px flex-1 bg-line" />}
          </span>
          <span className="pb-4">
            <span className={step.state === 'ahead' ? 'text-secondary' : ''}>
              {titleOf(step, view.stage)}
            </span>
            <span className="block text-12 text-secondary">{textOf(step, account)}</span>
          </span>
          <When step={step} stage={view.stage} />
        </li>
      ))}
    </ol>
  );
}

function When({ step, stage }: { readonly step: ExitStep; readonly stage: ExitStage }) {
  if (step.id === 'request' || stage === 'staying') return <span />;
  return (
    <span className="text-right" title={formatLocalTime(step.at * 1_000)}>
      <span className="numeric block text-13">
        {step.left === null ? 'past' : formatCountdown(step.left)}
      </span>
      <span className="numeric block text-11 text-secondary">
        {formatLocalTime(step.at * 1_000).slice(11)}
      </span>
    </span>
  );
}

function titleOf({ id, state }: ExitStep, stage: ExitStage): string {
  if (id === 'request') return state === 'done' ? 'The exit is requested' : 'You request the exit';
  if (id === 'bind') return state === 'done' ? 'Nothing is settled any more' : 'Settlement ends';
  if (stage === 'left') return 'Everything is paid out';
  return stage === 'payable' ? 'You can be paid now' : 'You can be paid';
}

function textOf({ id }: ExitStep, account: ExitAccount): string {
  const { exiting, bindingDelay, exitDelay } = account;
  switch (id) {
    case 'request':
      return 'One transaction of yours. From its block on deposits are refused, and the exchange takes no orders.';
    case 'bind':
      return `${formatDuration(bindingDelay)} after the request. Until then the operator can settle what was matched before, within the prices you signed.`;
    case 'pay':
      return `${exiting ? '' : `${formatDuration(exitDelay)} after the request. `}Anybody can have the contract pay the balances then, to the account alone; also while everything else is paused.`;
  }
}
