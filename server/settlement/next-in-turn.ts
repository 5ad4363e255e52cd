/** The first keys, so many at most; they go to the end, so that the others come next. */
export function nextInTurn<Key, Value>(map: Map<Key, Value>, most: number): readonly Key[] {
  const taken = [...map].slice(0, most);
  for (const [key, value] of taken) {
    map.delete(key);
    map.set(key, value);
  }
  return taken.map(([key]) => key);
}
