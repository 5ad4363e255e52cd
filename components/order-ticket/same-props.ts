/** How deep views that are derived anew each time are compared. */
const DEPTH = 2;

/**
 * Whether two props say the same: by identity, or member by member where a view was derived anew.
 * Functions count by identity.
 */
export function sameProps(before: object, after: object): boolean {
  return sameMembers(before, after, DEPTH);
}

function sameMembers(before: object, after: object, depth: number): boolean {
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length) return false;
  return keys.every((key) => {
    const one: unknown = Reflect.get(before, key);
    const other: unknown = Reflect.get(after, key);
    if (Object.is(one, other)) return true;
    return depth > 0 && isObject(one) && isObject(other) && sameMembers(one, other, depth - 1);
  });
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
