import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { SwapWarning } from '#lib/swap/swap-view.ts';

const COLORS = { info: 'text-info', warning: 'text-warn', danger: 'text-down' } as const;

/** What should be known before the swap. */
export function SwapWarnings({ warnings }: { readonly warnings: readonly SwapWarning[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul aria-label="Warnings" className="flex flex-col gap-1.5">
      {warnings.map(({ code, level, text }) => (
        <li key={`${code} ${text}`} className="flex gap-2 text-12">
          <Icon
            name={level === 'info' ? 'info' : 'warning'}
            size={14}
            className={classNames('mt-px', COLORS[level])}
          />
          <span className={COLORS[level]}>{text}</span>
        </li>
      ))}
    </ul>
  );
}
