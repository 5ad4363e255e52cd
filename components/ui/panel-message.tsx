import type { ReactNode } from 'react';
import { Button } from './button.tsx';

export type PanelMessageProps = {
  /** What is the case, and what still works. */
  readonly children: ReactNode;
  /** A code to quote, of a failure. */
  readonly code?: string | null;
  /** The one thing to do about it. */
  readonly action?: { readonly label: string; readonly onPress: () => void } | null;
};

/** Stands in a panel in place of what it would show: nothing yet, or what went wrong. */
export function PanelMessage({ children, code = null, action = null }: PanelMessageProps) {
  return (
    <div
      role="status"
      className="flex h-full min-h-24 flex-col items-center justify-center gap-2.5 bg-panel p-4 text-center text-12 text-secondary"
    >
      <p className="max-w-64">
        {children} {code === null ? null : <span className="numeric text-faint">{code}</span>}
      </p>
      {action === null ? null : (
        <Button size="small" onClick={action.onPress}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
