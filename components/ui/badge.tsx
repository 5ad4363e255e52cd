import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export type BadgeTone = 'neutral' | 'up' | 'down' | 'warn' | 'info' | 'accent';

const TONES: Readonly<Record<BadgeTone, string>> = {
  neutral: 'bg-raised text-secondary',
  up: 'bg-up/15 text-up',
  down: 'bg-down/15 text-down',
  warn: 'bg-warn/15 text-warn',
  info: 'bg-info/15 text-info',
  accent: 'bg-accent/15 text-accent',
};

export type BadgeProps = {
  readonly tone?: BadgeTone;
  /** More about it, on hover. */
  readonly title?: string;
  readonly className?: string;
  readonly children: ReactNode;
};

/** A small label that qualifies what stands beside it. */
export function Badge({ tone = 'neutral', title, className, children }: BadgeProps) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex h-5 items-center gap-1 rounded-[4px] px-1.5 font-medium text-11 whitespace-nowrap',
        TONES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
