/** A row of the tables under the chart: 32 pixels high, and as high as a finger on touch screens. */
export const ROW = 'group h-8 [&:hover>td]:bg-raised pointer-coarse:h-11';
