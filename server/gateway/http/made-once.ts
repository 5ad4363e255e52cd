/**
 * Gives what was made before as long as its key stays the same: for answers that everybody gets alike,
 * and that change with a block at most.
 */
export function madeOnce<Value>(keyOf: () => string, make: () => Value): () => Value {
  let made: { readonly key: string; readonly value: Value } | null = null;
  return () => {
    const key = keyOf();
    if (made?.key !== key) made = { key, value: make() };
    return made.value;
  };
}
