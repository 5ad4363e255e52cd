import { Button } from '#components/ui/button.tsx';

/** Stands in for the drawing library when it did not arrive. */
export function ChartUnavailable() {
  return (
    <div className="absolute inset-0 z-[4] flex flex-col items-center justify-center gap-2 bg-panel p-4 text-center text-13 text-secondary">
      <p>The chart did not load. The table shows the same figures.</p>
      <Button size="small" onClick={() => location.reload()}>
        Reload the page
      </Button>
    </div>
  );
}
