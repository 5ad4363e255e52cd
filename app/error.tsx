'use client';

import { Button } from '#components/ui/button.tsx';

export type ErrorPageProps = {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
};

/** Something in a page failed: what it means for the reader, and the way on. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <div role="alert" className="m-auto flex max-w-105 flex-col items-start gap-4 p-6">
      <h1 className="font-semibold text-20">This page failed to load</h1>
      <p className="text-secondary">
        The fault is ours. Your wallet and anything already sent to the chain are not affected. Try
        again; if it stays, quote the code below.
      </p>
      <p className="numeric text-12 text-faint">web/page-failed {error.digest ?? ''}</p>
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </div>
  );
}
