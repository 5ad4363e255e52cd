import { type ReactNode, useId } from 'react';
import { classNames } from '#components/ui/class-names.ts';

export type PanelProps = {
  readonly title: string;
  /** Stands at the right of the title: how old what is shown is. */
  readonly aside?: ReactNode;
  /** What is shown is not renewed any more. */
  readonly stale?: boolean;
  readonly busy?: boolean;
  /** Least height: room for what is still to come, so that nothing jumps then. */
  readonly room?: string;
  /** Without padding, for tables. */
  readonly flush?: boolean;
  readonly children: ReactNode;
};

/** A part of a page with a heading, on a ground of its own. */
export function Panel(props: PanelProps) {
  const { title, aside = null, stale = false, busy = false, flush = false, room, children } = props;
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      aria-busy={busy}
      className={classNames('min-w-0 rounded-dialog border border-line bg-panel', room)}
    >
      <div className="flex min-h-10 flex-wrap items-center justify-between gap-x-3 border-line border-b px-3 py-1.5">
        <h2 id={id} className="font-medium text-13">
          {title}
        </h2>
        {aside === null ? null : <span className="text-11 text-secondary">{aside}</span>}
      </div>
      <div className={classNames(!flush && 'p-3', stale && 'grayscale')}>{children}</div>
    </section>
  );
}
