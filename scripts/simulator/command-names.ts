import type { PlaceOco, PlaceOrder, RejectCode } from '#server/engine/index.ts';
import { contentDigest } from '#server/engine/index.ts';
import type { Exchange } from './exchange-state.ts';
import { legsOf } from './finish-order.ts';

type Name = { readonly orderId: number; readonly clientOrderId: number };

/** The orders that a command names, the first one in front. */
function namesOf(command: PlaceOrder | PlaceOco): Name[] {
  return command.kind === 'place'
    ? [command, command.takeProfit, command.stopLoss].filter((name) => name !== null)
    : [command.limitLeg, command.stopLeg];
}

/** Steps 1 to 3; tells of a duplicate. */
export function checkNames(
  exchange: Exchange,
  command: PlaceOrder | PlaceOco,
): RejectCode | 'duplicate' | null {
  const { account, market } = command;
  const names = namesOf(command);
  if (!exchange.markets.some((listed) => listed.parameters.market === market)) {
    return 'market/unknown';
  }
  if (account < 1 || account >= exchange.accounts.length) return 'account/unknown';
  if ((exchange.accounts[account]?.frozen.size ?? 0) > 0) return 'account/frozen';
  return checkOrderIds(exchange, names) ?? checkClientIds(exchange, command, names);
}

function checkOrderIds(exchange: Exchange, names: readonly Name[]): RejectCode | null {
  const ids = names.map((name) => name.orderId);
  if (ids.some((id) => id < 1 || id > Number.MAX_SAFE_INTEGER)) return 'order/invalid-id';
  if (new Set(ids).size < ids.length) return 'order/duplicate-id';
  const taken = exchange.orders.flatMap((order) => [order, ...legsOf(order)]);
  return taken.some((name) => ids.includes(name.orderId)) ? 'order/duplicate-id' : null;
}

function checkClientIds(
  exchange: Exchange,
  command: PlaceOrder | PlaceOco,
  names: readonly Name[],
): RejectCode | 'duplicate' | null {
  const given = names.map((name) => name.clientOrderId).filter((id) => id !== 0);
  const remembered = rememberedNames(exchange, command.account);
  const first = remembered.find((name) => name.clientOrderId === names[0]?.clientOrderId);
  if (first !== undefined && first.digest === contentDigest(command)) {
    const { account } = command;
    exchange.events.push({ kind: 'duplicate', account, orderId: first.orderId });
    return 'duplicate';
  }
  const reused =
    new Set(given).size < given.length ||
    remembered.some((name) => given.includes(name.clientOrderId));
  return reused ? 'order/client-id-reused' : null;
}

/** The client ids of the account's open orders, of legs that wait, and of orders that are done. */
function rememberedNames(exchange: Exchange, account: number) {
  const open = exchange.orders.filter((order) => order.account === account);
  const legs = open.flatMap(legsOf).map((leg) => ({ ...leg, digest: 0 }));
  const done = exchange.accounts[account]?.doneClientIds ?? [];
  return [...open, ...legs, ...done].filter((name) => name.clientOrderId !== 0);
}
