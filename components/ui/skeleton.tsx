import { classNames } from './class-names.ts';

/**
 * Holds the place of a value that is on its way, in its final geometry. It shows itself after
 * 150 ms, so that what arrives sooner never flickers. The region around it carries `aria-busy`.
 */
export function Skeleton({ className }: { readonly className: string }) {
  return (
    <span
      aria-hidden="true"
      className={classNames('inline-block animate-appear rounded-[3px] bg-raised', className)}
    />
  );
}
