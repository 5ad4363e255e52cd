/** The design's colours and font as the canvas needs them: as values. */
export type ChartPalette = {
  readonly background: string;
  readonly text: string;
  readonly line: string;
  readonly edge: string;
  readonly raised: string;
  readonly up: string;
  readonly down: string;
  readonly fontFamily: string;
};

/** Reads the palette of the theme that the page shows now. */
export function readChartPalette(): ChartPalette {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string) => style.getPropertyValue(`--color-${name}`).trim();
  return {
    background: color('panel'),
    text: color('secondary'),
    line: color('line'),
    edge: color('edge'),
    raised: color('hover'),
    up: color('up'),
    down: color('down'),
    fontFamily: style.getPropertyValue('--font-mono').trim(),
  };
}

/** Calls back when the theme or the price colours change; returns the way to stop. */
export function onPaletteChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  observer.observe(document.documentElement, {
    attributeFilter: ['data-theme', 'data-price-colors'],
  });
  return () => observer.disconnect();
}
