import Link from 'next/link';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type TextLinkProps = { readonly href: string; readonly children: ReactNode };

/** A link in running text. One that leaves the site opens in a new tab and says so by an icon. */
export function TextLink({ href, children }: TextLinkProps) {
  const classes = 'inline-flex items-center gap-1 text-accent underline-offset-2 hover:underline';
  if (href.startsWith('/')) {
    return (
      <Link href={href} className={classes}>
        {children}
      </Link>
    );
  }
  return (
    <a href={href} className={classes} target="_blank" rel="noopener noreferrer">
      {children}
      <Icon name="external" size={12} />
      <span className="sr-only">(opens in a new tab)</span>
    </a>
  );
}
