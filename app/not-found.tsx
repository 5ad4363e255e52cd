import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClasses } from '#components/ui/button-classes.ts';

export const metadata: Metadata = { title: 'Not found' };

/** No page has the address that was asked for. */
export default function NotFound() {
  return (
    <div className="m-auto flex max-w-105 flex-col items-start gap-4 p-6">
      <p className="numeric text-13 text-secondary">404</p>
      <h1 className="font-semibold text-20">There is no page at this address</h1>
      <p className="text-secondary">
        The link may be mistyped, or the page was never here. Nothing of yours is affected.
      </p>
      <div className="flex gap-2">
        <Link href="/" className={buttonClasses({ variant: 'primary' })}>
          Go to Markets
        </Link>
        <Link href="/swap" className={buttonClasses()}>
          Go to Swap
        </Link>
      </div>
    </div>
  );
}
