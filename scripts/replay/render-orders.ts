import { DASH } from '#lib/format/decimal-text.ts';
import { RISING } from '#server/engine/index.ts';
import { alignedTable, left, right } from './aligned-table.ts';
import type { DecimalTexts } from './decimal-texts.ts';
import { choiceName, counted, instant, withDecimals } from './describe-record.ts';
import type { OrderReport } from './replay-report.ts';

/** An account's open orders, and where each of them stands. */
export function orderLines(orders: readonly OrderReport[], texts: DecimalTexts): string[] {
  const title = 'Open orders, ascending by id';
  if (orders.length === 0) return [title, '  none'];
  const columns = [
    right('order'),
    right('client id'),
    left('market'),
    left('side'),
    left('type'),
    right('price'),
    right('visible'),
    right('hidden'),
    right('filled'),
    left('where it stands'),
  ];
  const rows = orders.map((order) => {
    const size = (lots: number) =>
      lots === 0 ? DASH : withDecimals(texts.size(order.market, lots), lots);
    return [
      String(order.orderId),
      order.clientOrderId === 0 ? DASH : String(order.clientOrderId),
      texts.symbol(order.market) ?? String(order.market),
      choiceName('side', order.side),
      typeText(order),
      withDecimals(texts.price(order.market, order.price), order.price),
      size(order.visible),
      size(order.hidden),
      size(order.filled),
      standText(order, texts),
    ];
  });
  return [title, ...alignedTable(columns, rows)];
}

function typeText(order: OrderReport): string {
  const postOnly = order.postOnly === 0 ? '' : ' post-only';
  const until = order.expiry === 0 ? '' : ` until ${instant(order.expiry)}`;
  return `${choiceName('type', order.type)} ${choiceName('timeInForce', order.timeInForce)}${postOnly}${until}`;
}

/** Its place in the queue or its trigger, and what is tied to it. */
function standText(order: OrderReport, texts: DecimalTexts): string {
  const tied = [
    order.siblingId === 0 ? null : `paired with ${order.siblingId}`,
    order.takeProfit === null ? null : `take-profit ${order.takeProfit.orderId} attached`,
    order.stopLoss === null ? null : `stop-loss ${order.stopLoss.orderId} attached`,
  ].filter((text) => text !== null);
  return [placeText(order, texts), ...tied].join(', ');
}

function placeText(order: OrderReport, texts: DecimalTexts): string {
  const { queue, market, triggerPrice } = order;
  if (queue === null) {
    const at = withDecimals(texts.price(market, triggerPrice), triggerPrice);
    const where = order.trigger === RISING ? 'at or above' : 'at or below';
    return `waits for ${choiceName('triggerBy', order.triggerBy)} price ${where} ${at}`;
  }
  if (queue.ordersAhead === 0) return 'first at its price';
  const lots = withDecimals(texts.size(market, queue.lotsAhead), queue.lotsAhead);
  return `${counted(queue.ordersAhead, 'order')} with ${lots} ahead`;
}
