import type { Order } from '#lib/domain/order.ts';

/** What canceling several orders at once will do, in words. */
export type CancelAllText = {
  readonly title: string;
  /** The button, as a whole action. */
  readonly action: string;
  readonly lines: readonly string[];
};

/** Says what canceling these orders will do; `marketName` `null` = those of all markets. */
export function describeCancelAll(
  orders: readonly Order[],
  marketName: string | null,
): CancelAllText {
  const open = orders.filter(({ status }) => status !== 'pending');
  const count = open.length;
  const noun = count === 1 ? 'open order' : 'open orders';
  const where = marketName === null ? inMarkets(open) : `in ${marketName}`;
  const legs = orders.length - count;
  const waiting = open.filter(({ status }) => status === 'waiting').length;
  const partly = open.filter(({ filledLots }) => filledLots !== 0).length;
  const lines = [
    `${count} ${noun} ${where} will be canceled. What they hold becomes available again.`,
    ...(legs === 0 ? [] : ['Take-profit and stop-loss that wait for them end with them.']),
    ...(waiting === 0 ? [] : [`${stops(waiting)} will protect nothing any more.`]),
    ...(partly === 0 ? [] : ['What is filled already stays filled; only the rest is canceled.']),
    ...(marketName === null ? [] : ['Orders in other markets stay.']),
  ];
  return { title: `Cancel ${count} ${noun}?`, action: `Cancel ${count} ${noun}`, lines };
}

function inMarkets(orders: readonly Order[]): string {
  const markets = new Set(orders.map(({ symbol }) => symbol)).size;
  return markets === 1 ? 'in 1 market' : `in ${markets} markets`;
}

function stops(count: number): string {
  return count === 1
    ? '1 of them waits for its trigger and'
    : `${count} of them wait for triggers and`;
}
