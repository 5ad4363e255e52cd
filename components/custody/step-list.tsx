import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { StepView } from '#lib/custody/deposit-progress.ts';

const LOOKS = {
  done: { icon: 'check', iconClass: 'text-up', textClass: 'text-secondary' },
  current: { icon: 'clock', iconClass: 'text-accent', textClass: 'font-medium text-text' },
  ahead: { icon: 'chevron-right', iconClass: 'text-secondary', textClass: 'text-secondary' },
  failed: { icon: 'warning', iconClass: 'text-down', textClass: 'font-medium text-down' },
} as const;

const SPOKEN = { done: 'done', current: 'now', ahead: 'to come', failed: 'failed' } as const;

/** How far something is, step by step. */
export function StepList({ steps }: { readonly steps: readonly StepView[] }) {
  return (
    <ol className="flex flex-col gap-2 text-13">
      {steps.map(({ id, name, state }) => {
        const { icon, iconClass, textClass } = LOOKS[state];
        return (
          <li
            key={id}
            aria-current={state === 'current' ? 'step' : undefined}
            data-state={state}
            className={classNames('flex items-center gap-2', textClass)}
          >
            <Icon name={icon} size={14} className={iconClass} />
            <span className="numeric font-sans">{name}</span>
            <span className="sr-only">({SPOKEN[state]})</span>
          </li>
        );
      })}
    </ol>
  );
}
