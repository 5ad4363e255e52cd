import { useEffect, useRef } from 'react';
import { keyPlace } from '#components/shell/key-place.ts';
import { PAGE_KEY_MS } from '#components/shell/resolve-shortcut.ts';
import { resolveTradeKey, type TradeKeyAction } from './resolve-trade-key.ts';

/** Listens to the keys of the trading page; `act` is what it was at the last render. */
export function useTradeKeys(act: (action: TradeKeyAction) => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  }, [act]);

  useEffect(() => {
    let pressedGAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const { key, ctrlKey, metaKey, altKey, shiftKey, repeat, target } = event;
      const afterG = event.timeStamp - pressedGAt < PAGE_KEY_MS;
      const place = keyPlace(target);
      pressedGAt = key === 'g' && !place.typing ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const action = resolveTradeKey({
        ...{ key, ctrlKey, metaKey, altKey, shiftKey, repeat, afterG },
        ...place,
      });
      if (action === null) return;
      event.preventDefault();
      latest.current(action);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
