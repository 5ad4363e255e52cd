import { Skeleton } from '#components/ui/skeleton.tsx';

const TABS = ['w-24', 'w-20', 'w-12', 'w-16'] as const;

/** The place of the account's tables while their code is on its way. */
export function AccountSkeleton() {
  return (
    <div
      aria-hidden="true"
      className="flex h-9 shrink-0 items-center gap-4 border-line border-b px-3"
    >
      {TABS.map((width) => (
        <Skeleton key={width} className={`h-3 ${width}`} />
      ))}
    </div>
  );
}
