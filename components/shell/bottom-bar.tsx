import { NavLink } from './nav-link.tsx';
import { pages } from './pages.ts';

/** Navigation within a thumb's reach, on phones. */
export function BottomBar() {
  return (
    <nav
      aria-label="Main"
      className="sticky bottom-0 z-20 flex border-line border-t bg-panel pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {pages.map((page) => (
        <NavLink key={page.href} page={page} place="bottom" />
      ))}
    </nav>
  );
}
