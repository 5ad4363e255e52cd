import {
  resolveTicketKey,
  type TicketKeyAction,
  type TicketKeyPress,
} from '#lib/order-ticket/ticket-keys.ts';

export type TradeKeyPress = TicketKeyPress & {
  /** `g` was pressed just before: the key names a page. */
  readonly afterG: boolean;
  /** The key is being held. */
  readonly repeat: boolean;
};

export type TradeKeyAction =
  | TicketKeyAction
  | { readonly kind: 'cancel-last' }
  | { readonly kind: 'cancel-all' };

/** What a key does on the trading page; `null` for keys that do nothing here, or not now. */
export function resolveTradeKey(press: TradeKeyPress): TradeKeyAction | null {
  if (press.afterG) return null;
  const action = resolveTicketKey(press);
  if (action !== null) return press.repeat && action.kind !== 'step' ? null : action;
  const { inDialog, ctrlKey, metaKey, altKey, typing, onControl, repeat } = press;
  if (inDialog || ctrlKey || metaKey || altKey || typing || onControl || repeat) return null;
  if (press.key.toLowerCase() !== 'c') return null;
  return { kind: press.shiftKey ? 'cancel-all' : 'cancel-last' };
}
