import { Skeleton } from '#components/ui/skeleton.tsx';

const HEIGHTS = ['h-6', 'h-10', 'h-8', 'h-14', 'h-9', 'h-5', 'h-12', 'h-7'] as const;
const BARS = Array.from({ length: 128 }, (_, index) => ({
  key: index,
  height: HEIGHTS[(index * 5) % HEIGHTS.length] ?? 'h-6',
}));

/** The place of the chart: columns where the volume will be, and the two axes. */
export function ChartSkeleton() {
  return (
    <div
      aria-hidden="true"
      className="absolute inset-0 z-[2] flex animate-appear flex-col bg-panel"
    >
      <div className="flex flex-1 overflow-hidden border-line border-b">
        <div className="flex min-w-0 flex-1 items-end gap-1 overflow-hidden">
          {BARS.map(({ key, height }) => (
            <Skeleton key={key} className={`w-2 shrink-0 ${height}`} />
          ))}
        </div>
        <div className="w-18 shrink-0 border-line border-l" />
      </div>
      <div className="h-7 shrink-0" />
    </div>
  );
}
