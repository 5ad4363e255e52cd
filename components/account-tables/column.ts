/** A column of a table under the chart. Widths are fixed, so that nothing moves while rows change. */
export type Column = {
  readonly id: string;
  readonly heading: string;
  /** The heading is for screen readers only. */
  readonly hidden?: boolean;
  readonly align: 'left' | 'right';
  /** A phone has it in the first column, which stays in sight. */
  readonly inFirst?: boolean;
  /** Keeps its distance from numbers on its left. */
  readonly spaced?: boolean;
  /** Its width. */
  readonly className: string;
};

const ALIGN = { left: 'text-left', right: 'text-right' } as const;

/** Alignment, padding and presence of a column's cells, as classes. */
export function columnClass({ align, spaced = false, inFirst = false }: Column): string {
  const padding = spaced ? 'pr-2 pl-6' : 'px-2';
  return `${ALIGN[align]} ${padding} first:pl-3 last:pr-3 ${inFirst ? 'max-sm:hidden' : ''}`;
}
