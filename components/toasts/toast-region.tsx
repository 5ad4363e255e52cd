'use client';

import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { toastStore } from '#lib/stores/toast-store.ts';
import { ToastCard } from './toast-card.tsx';

/**
 * Where toasts appear: announced politely, newest at the bottom, above everything that is open. On
 * narrow screens under the header, where they do not lie on the button that is pressed next; on the
 * trading page over the chart, where nothing has to be pressed: not on the rows of the account.
 */
export function ToastRegion() {
  const region = useRef<HTMLElement>(null);
  const toasts = useStore(toastStore, (state) => state.toasts);
  const count = toasts.length;

  // Entering the top layer anew puts the region above a dialog that was opened meanwhile.
  useEffect(() => {
    const element = region.current;
    if (element === null) return;
    element.hidePopover();
    if (count > 0) element.showPopover();
  }, [count]);

  return (
    <section
      ref={region}
      popover="manual"
      aria-label="Notifications"
      aria-live="polite"
      aria-relevant="additions text"
      className="inset-auto top-14 right-2 m-0 w-90 max-w-[calc(100vw-16px)] flex-col gap-2 overflow-visible border-0 bg-transparent p-0 text-text open:flex chart:top-auto chart:right-3 chart:bottom-10 lg:[:root:has([data-desk])_&]:right-auto lg:[:root:has([data-desk])_&]:bottom-[calc(40px+min(var(--desk-account,264px),60dvh))] lg:[:root:has([data-desk])_&]:left-3 lg:max-chart:[:root:has([data-desk])_&]:top-auto"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </section>
  );
}
