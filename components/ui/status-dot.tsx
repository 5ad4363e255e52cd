import { classNames } from './class-names.ts';

export type StatusDotTone = 'up' | 'warn' | 'down' | 'neutral';

const TONES: Readonly<Record<StatusDotTone, string>> = {
  up: 'bg-up',
  warn: 'bg-warn',
  down: 'bg-down',
  neutral: 'bg-edge',
};

/** A coloured dot that repeats what the words beside it say. */
export function StatusDot({ tone }: { readonly tone: StatusDotTone }) {
  return (
    <span aria-hidden="true" className={classNames('size-2 shrink-0 rounded-full', TONES[tone])} />
  );
}
