import { Skeleton } from '#components/ui/skeleton.tsx';

/** The book's geometry before its first snapshot. */
export function BookSkeleton({ rows }: { readonly rows: number }) {
  const places = Array.from({ length: 2 * rows + 1 }, (_, place) => place);
  return (
    <div className="pt-6">
      <span className="sr-only">The order book is being loaded.</span>
      {places.map((place) => (
        <div
          key={place}
          className={
            place === rows
              ? 'flex h-9 items-center border-line border-y px-3'
              : 'flex h-6 items-center justify-between px-3'
          }
        >
          <Skeleton className={place === rows ? 'h-4 w-24' : 'h-3 w-18'} />
          {place === rows ? null : <Skeleton className="h-3 w-14" />}
          {place === rows ? null : <Skeleton className="h-3 w-16" />}
        </div>
      ))}
    </div>
  );
}
