/**
 * The path of a small line chart that fills `width` by `height`, time to the right, prices upward,
 * with room for half of the line at top and bottom. A flat line lies in the middle.
 */
export function sparklinePath(
  ticks: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
): string {
  if (ticks.length < 2) return '';
  const high = Math.max(...ticks);
  const low = Math.min(...ticks);
  const step = width / (ticks.length - 1);
  const y = (tick: number) =>
    high === low ? height / 2 : 1 + ((high - tick) / (high - low)) * (height - 2);
  return ticks
    .map((tick, index) => `${index === 0 ? 'M' : 'L'}${round(index * step)} ${round(y(tick))}`)
    .join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
