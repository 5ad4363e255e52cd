import type { z } from 'zod/mini';

/** The browser's storage for this site, as far as it is needed here. */
export type TextStorage = Pick<Storage, 'getItem' | 'setItem'>;

/** One entry of the browser's storage that holds a list. */
export type StoredList<Item> = {
  /** What is kept. Items of an unknown form, from another version or another hand, are left out. */
  read(storage: TextStorage): readonly Item[];
  /** Keeps a list; a browser that keeps nothing is not an error here, the list then ends with the page. */
  write(storage: TextStorage, items: readonly Item[]): void;
};

/** A list under a key of the storage, at most `maxItems` long: the first ones are kept. */
export function storedList<Item>({
  key,
  item,
  encode,
  maxItems,
}: {
  readonly key: string;
  readonly item: z.ZodMiniType<Item>;
  readonly encode: (item: Item) => unknown;
  readonly maxItems: number;
}): StoredList<Item> {
  return {
    read: (storage) =>
      rawItems(storage, key)
        .slice(0, maxItems)
        .flatMap((raw) => {
          const parsed = item.safeParse(raw);
          return parsed.success ? [parsed.data] : [];
        }),
    write: (storage, items) => {
      try {
        storage.setItem(key, JSON.stringify(items.slice(0, maxItems).map(encode)));
      } catch {
        // Storage that is full or forbidden is told where it costs money, which is not here.
      }
    },
  };
}

function rawItems(storage: TextStorage, key: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
