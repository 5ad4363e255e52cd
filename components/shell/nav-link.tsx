'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '#components/ui/class-names.ts';
import { Icon } from '#components/ui/icon.tsx';
import { LinkPending } from './link-pending.tsx';
import type { Page } from './pages.ts';

export type NavLinkProps = {
  readonly page: Page;
  /** In the header, or in the bar at the bottom of a phone. */
  readonly place: 'header' | 'bottom';
};

/** A link of the main navigation that knows whether it is the current page. */
export function NavLink({ page, place }: NavLinkProps) {
  const pathname = usePathname();
  const current = sectionOf(pathname) === sectionOf(page.href);
  return (
    <Link
      href={page.href}
      aria-current={current ? 'page' : undefined}
      className={classNames(
        'focus-inset relative flex items-center transition-colors',
        current ? 'text-text' : 'text-secondary hover:text-text',
        place === 'header'
          ? 'h-8 rounded-control px-2.5 font-medium text-13'
          : 'h-12 flex-1 flex-col justify-center gap-0.5 text-11',
      )}
    >
      {place === 'bottom' ? (
        <Icon name={page.icon} size={18} className={current ? 'text-accent' : ''} />
      ) : null}
      {page.label}
      <LinkPending />
    </Link>
  );
}

/** The first part of a path: all markets that can be traded are one section. */
function sectionOf(path: string): string {
  return path.split('/')[1] ?? '';
}
