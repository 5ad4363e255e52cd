import { useCallback, useState } from 'react';

/** What is under way for an order. */
export type PendingAction = 'canceling' | 'changing';

export type Pending = {
  readonly actions: ReadonlyMap<number, PendingAction>;
  /** Marks an order while something is done to it: until the exchange answers, or does not in time. */
  readonly during: (
    orderId: number,
    action: PendingAction,
    act: () => Promise<void>,
  ) => Promise<void>;
};

const NOTHING: ReadonlyMap<number, PendingAction> = new Map();

/** Which orders wait for an answer. */
export function usePending(): Pending {
  const [actions, setActions] = useState(NOTHING);
  const during = useCallback<Pending['during']>(async (orderId, action, act) => {
    setActions((before) => new Map(before).set(orderId, action));
    try {
      await act();
    } finally {
      setActions((before) => {
        const after = new Map(before);
        after.delete(orderId);
        return after;
      });
    }
  }, []);
  return { actions, during };
}
