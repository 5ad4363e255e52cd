import { memo } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { PreviewLine, TicketNotice } from '#lib/order-ticket/ticket-view.ts';
import { sameProps } from './same-props.ts';

export type TicketPreviewProps = {
  readonly lines: readonly PreviewLine[];
  readonly notices: readonly TicketNotice[];
};

const TONES = { warn: 'text-warn', down: 'text-down' } as const;

/** What the order would do, before it is sent. */
export const TicketPreview = memo(function TicketPreview(props: TicketPreviewProps) {
  const { lines, notices } = props;
  return (
    <div className="flex flex-col gap-2">
      <dl className="flex flex-col gap-1 text-12">
        {lines.map(({ id, name, value, title, tone }) => (
          <div key={id} className="flex items-baseline justify-between gap-3">
            <dt className="shrink-0 text-secondary">{name}</dt>
            <dd
              title={title}
              className={classNames(
                'numeric min-w-0 truncate text-right',
                tone !== undefined && TONES[tone],
              )}
            >
              {value}
            </dd>
          </div>
        ))}
      </dl>
      <div role="status" className="flex flex-col gap-1 empty:hidden">
        {notices.map(({ id, text }) => (
          <p key={id} className="flex gap-1.5 text-12 text-warn">
            <Icon name="warning" size={14} className="mt-0.5" />
            {text}
          </p>
        ))}
      </div>
    </div>
  );
}, sameProps);
