import type { Calm } from '#hooks/use-calm-store.ts';

/**
 * How often the panels of the desk follow what streams: as often as an eye follows. Each period is a
 * multiple of the book's, and each has frames of its own in it, so that they do not work in the same.
 */
export const BOOK_CALM: Calm = { everyMs: 48, offsetMs: 0 };
export const TAPE_CALM: Calm = { everyMs: 144, offsetMs: 16 };
export const DEPTH_CALM: Calm = { everyMs: 240, offsetMs: 16 };
/** Its figures are read, not watched. */
export const TICKET_CALM: Calm = { everyMs: 192, offsetMs: 32 };
