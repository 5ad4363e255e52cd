/** Pixels: width of the book, height of the account's panel. */
export type DeskSizes = { readonly side: number; readonly account: number };

export const DEFAULT_SIZES: DeskSizes = { side: 280, account: 264 };

export const SIZE_BOUNDS = {
  side: { min: 240, max: 480 },
  account: { min: 120, max: 560 },
} as const;

const KEY = 'lux.desk-sizes';

/** The sizes that were left in this browser, or the usual ones. */
export function readSizes(storage: Pick<Storage, 'getItem'>): DeskSizes {
  try {
    const stored: unknown = JSON.parse(storage.getItem(KEY) ?? 'null');
    return isSizes(stored) ? { side: stored.side, account: stored.account } : DEFAULT_SIZES;
  } catch {
    return DEFAULT_SIZES;
  }
}

/** Keeps the sizes in this browser, where it allows that. */
export function writeSizes(storage: Pick<Storage, 'setItem'>, sizes: DeskSizes): void {
  try {
    storage.setItem(KEY, JSON.stringify(sizes));
  } catch {
    // They then last until the page is left.
  }
}

/** By hand: a library of schemas is too much to bring for two numbers. */
function isSizes(value: unknown): value is DeskSizes {
  return (
    typeof value === 'object' &&
    value !== null &&
    'side' in value &&
    'account' in value &&
    isWithin(value.side, SIZE_BOUNDS.side) &&
    isWithin(value.account, SIZE_BOUNDS.account)
  );
}

function isWithin(
  value: unknown,
  { min, max }: { readonly min: number; readonly max: number },
): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
}
