'use client';

import './globals.css';
import { Button } from '#components/ui/button.tsx';

export type GlobalErrorProps = {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
};

/** Even the frame of the page failed: this brings its own document and leans on nothing. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en" data-theme="dark">
      <body className="flex min-h-dvh flex-col">
        <main className="m-auto flex max-w-105 flex-col items-start gap-4 p-6">
          <title>Lux Exchange</title>
          <h1 className="font-semibold text-20">Lux Exchange failed to load</h1>
          <p className="text-secondary">
            The fault is ours. Your wallet and anything already sent to the chain are not affected.
          </p>
          <p className="numeric text-12 text-faint">web/frame-failed {error.digest ?? ''}</p>
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        </main>
      </body>
    </html>
  );
}
