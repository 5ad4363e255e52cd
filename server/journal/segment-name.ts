const DIGITS = 16;
const SEGMENT = /^journal-(\d{16})\.lxj$/;

/** A file that is being zeroed for the next segment; what it holds counts for nothing. */
export const SPARE_NAME = 'spare.lxj';

/** Name of the segment whose first record has this number; names sort as numbers do. */
export function segmentName(firstSeq: number): string {
  return `journal-${String(firstSeq).padStart(DIGITS, '0')}.lxj`;
}

/** The number in a segment's name; `null` for other files. */
export function firstSeqOf(name: string): number | null {
  const digits = SEGMENT.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}
