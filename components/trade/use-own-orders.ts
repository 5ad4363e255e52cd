import { useEffect } from 'react';
import type { BookStore } from '#lib/stores/book-store.ts';
import { useTradingSession } from './trading-provider.tsx';

/** Marks the account's own orders in a book, without a render. */
export function useOwnOrders(book: BookStore): void {
  const store = useTradingSession()?.store ?? null;
  useEffect(() => {
    if (store === null) return;
    const show = () => book.setOwnOrders([...(store.getState().orders?.values() ?? [])]);
    show();
    const end = store.subscribe((state, before) => {
      if (state.orders !== before.orders) show();
    });
    return () => {
      end();
      book.setOwnOrders([]);
    };
  }, [book, store]);
}
