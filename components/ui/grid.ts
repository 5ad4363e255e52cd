/**
 * Attributes of a `<table>` whose cells take part in keyboard navigation: what ARIA calls a grid.
 * Its cells then are grid cells by themselves.
 */
export const GRID = { role: 'grid' } as const;
