import type { ReactNode } from 'react';
import { Button } from './button.tsx';

export type PanelMessageProps = {
  /** What is the case, and what still works. */
  readonly children: ReactNode;
  /** A code to quote, of a failure. */
  readonly code?: string | null;
  /** The one thing to do about it. */
  readonly action?: PanelAction | null;
  /** What somebody else would do. */
  readonly second?: PanelAction | null;
};

type PanelAction = { readonly label: string; readonly onPress: () => void };

/** Stands in a panel in place of what it would show: nothing yet, or what went wrong. */
export function PanelMessage(props: PanelMessageProps) {
  const { children, code = null, action = null, second = null } = props;
  return (
    <div
      role="status"
      className="flex h-full min-h-24 flex-col items-center justify-center gap-2.5 bg-panel p-4 text-center text-12 text-secondary"
    >
      <p className="max-w-64">
        {children} {code === null ? null : <span className="numeric text-faint">{code}</span>}
      </p>
      {action === null ? null : (
        <div className="flex flex-wrap justify-center gap-2">
          <Button size="small" onClick={action.onPress}>
            {action.label}
          </Button>
          {second === null ? null : (
            <Button size="small" variant="quiet" onClick={second.onPress}>
              {second.label}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
