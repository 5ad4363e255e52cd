'use client';

import { useLinkStatus } from 'next/link';

/** A line under a link whose page is on its way, once that takes longer than a moment. */
export function LinkPending() {
  const { pending } = useLinkStatus();
  return pending ? (
    <span
      aria-hidden="true"
      className="absolute inset-x-2 bottom-0 h-0.5 animate-appear rounded-full bg-accent"
    />
  ) : null;
}
