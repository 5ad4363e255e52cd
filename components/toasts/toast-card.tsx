'use client';

import { useEffect, useState } from 'react';
import { classNames } from '#components/ui/class-names.ts';
import { Icon, type IconName } from '#components/ui/icon.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { dismissToast, type Toast, type ToastKind } from '#lib/stores/toast-store.ts';
import { ToastActionControl } from './toast-action-control.tsx';

const ICONS: Readonly<Record<ToastKind, { readonly name: IconName; readonly color: string }>> = {
  info: { name: 'info', color: 'text-info' },
  pending: { name: 'clock', color: 'text-accent' },
  success: { name: 'check', color: 'text-up' },
  warning: { name: 'warning', color: 'text-warn' },
  error: { name: 'warning', color: 'text-down' },
};

/** One toast. Its clock stands still under the pointer and while focus is in it. */
export function ToastCard({ toast }: { readonly toast: Toast }) {
  const [held, setHeld] = useState(false);
  const { id, durationMs, revision, kind } = toast;

  useEffect(() => {
    if (durationMs === null || held || revision === 0) return;
    const timer = setTimeout(() => dismissToast(id), durationMs);
    return () => clearTimeout(timer);
  }, [id, durationMs, held, revision]);

  const icon = ICONS[kind];
  const plain = toast.detail === undefined && toast.code === undefined && !toast.action;
  return (
    <article
      aria-label={toast.title}
      data-toast={kind}
      className={classNames(
        'overlay-surface flex animate-rise gap-2.5 pr-1.5 pl-3',
        plain ? 'items-center py-1' : 'items-start py-2.5',
      )}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={icon.name} className={classNames(plain ? null : 'mt-0.5', icon.color)} />
      <div role={kind === 'error' ? 'alert' : undefined} className="min-w-0 flex-1">
        <p className="break-words font-medium text-13">{toast.title}</p>
        {toast.detail === undefined ? null : (
          <p className="break-words text-12 text-secondary">{toast.detail}</p>
        )}
        {toast.code === undefined ? null : (
          <p className="numeric text-11 text-faint">{toast.code}</p>
        )}
        {toast.action === undefined ? null : <ToastActionControl action={toast.action} />}
      </div>
      <IconButton icon="close" label="Dismiss" size="small" onClick={() => dismissToast(id)} />
    </article>
  );
}
