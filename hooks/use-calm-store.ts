import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { StoreApi } from 'zustand/vanilla';

type ReadableStore<State> = Pick<StoreApi<State>, 'getState' | 'subscribe' | 'getInitialState'>;

/** When a busy store is read: milliseconds. */
export type Calm = {
  readonly everyMs: number;
  /** Where in that time. Two whose times never meet do not work for the same frame. */
  readonly offsetMs: number;
};

/**
 * The state of a store that changes with every paint, taken over at most every `everyMs`
 * milliseconds: who reads it renders no oftener. The first change shows at once, the last one always.
 */
export function useCalmStore<State>(
  store: ReadableStore<State>,
  { everyMs, offsetMs }: Calm,
): State {
  const shown = useRef<State>(store.getInitialState());
  const subscribe = useCallback(
    (onChange: () => void) => {
      const show = () => {
        const isNew = shown.current !== store.getState();
        shown.current = store.getState();
        if (isNew) onChange();
        return isNew;
      };
      return followCalmly(store, { everyMs, offsetMs }, show);
    },
    [store, everyMs, offsetMs],
  );
  return useSyncExternalStore(
    subscribe,
    () => shown.current,
    () => store.getInitialState(),
  );
}

/** Calls `show` at the first change, and then again each time for as long as it finds one. */
function followCalmly(
  store: Pick<ReadableStore<unknown>, 'subscribe'>,
  { everyMs, offsetMs }: Calm,
  show: () => boolean,
): () => void {
  let timer: number | null = null;
  const showAndWait = () => {
    timer = null;
    const waitMs = everyMs - ((performance.now() + everyMs - offsetMs) % everyMs);
    if (show()) timer = window.setTimeout(showAndWait, waitMs);
  };
  const changed = () => {
    if (timer === null) showAndWait();
  };
  changed();
  const unsubscribe = store.subscribe(changed);
  return () => {
    unsubscribe();
    if (timer !== null) clearTimeout(timer);
  };
}
