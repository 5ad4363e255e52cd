import type { StateView } from '#server/engine/index.ts';
import { ASSETS, SOURCES } from '#server/engine/index.ts';

/** A state in lines that a person can compare, in the order in which it is hashed. */
function describeState(view: StateView): string[] {
  return [
    `trades: ${view.tradeCount}`,
    ...Array.from({ length: view.accountCount }, (_, account) => accountLine(view, account)),
    `custody: ${assets((asset) => view.custody(asset))}`,
    `sources: ${Array.from({ length: SOURCES }, (_, source) => view.sourceSeq(source)).join(' ')}`,
    ...view.strangers().map((stranger) => `stranger: ${JSON.stringify(sorted(stranger))}`),
    `settlement: ${JSON.stringify(settlementOf(view))}`,
    ...view
      .markets()
      .flatMap((market) => [
        `market: ${JSON.stringify(sorted(market))}`,
        ...orderLines(view, market.parameters.market),
      ]),
  ];
}

function settlementOf(view: StateView) {
  const { batch, through, quarantined, takenOver, annulled } = view.settlement();
  return { batch, through, quarantined, takenOver, annulled };
}

/** The first line in which two states differ, or `null`. */
export function firstDifference(
  expected: StateView,
  actual: StateView,
): { readonly expected: string; readonly actual: string } | null {
  const left = describeState(expected);
  const right = describeState(actual);
  const lines = Math.max(left.length, right.length);
  for (let line = 0; line < lines; line += 1) {
    const one = left[line] ?? 'nothing';
    const other = right[line] ?? 'nothing';
    if (one !== other) return { expected: one, actual: other };
  }
  return null;
}

function accountLine(view: StateView, account: number): string {
  const done: string[] = [];
  view.visitDoneClientIds(account, (entry) => {
    done.push(`${entry.clientOrderId}=${entry.orderId}/${entry.digest}`);
  });
  const available = assets((asset) => view.available(account, asset));
  const locked = assets((asset) => view.locked(account, asset));
  return [
    `account ${account} (${view.address(account)})`,
    `available ${available}`,
    `locked ${locked}`,
    `deadline ${view.deadline(account)}`,
    `done ${done.join(' ')}`,
    `identity ${JSON.stringify(sorted(view.identity(account)))}`,
    `custody ${JSON.stringify(sorted(view.custodyOf(account)))}`,
  ].join('; ');
}

function assets(amount: (asset: number) => number): string {
  return Array.from({ length: ASSETS }, (_, asset) => amount(asset)).join(' ');
}

function orderLines(view: StateView, market: number): string[] {
  const lines: string[] = [];
  view.visitOrders(market, (order) => {
    const { takeProfit, stopLoss, ...rest } = order;
    const fields = Object.entries(rest)
      .filter(([name]) => name !== 'stage' && name !== 'arrival')
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, value]) => `${name}=${value}`);
    const legs = `takeProfit=${leg(takeProfit)} stopLoss=${leg(stopLoss)}`;
    lines.push(`order ${rest.orderId}: ${fields.join(' ')} ${legs}`);
  });
  return lines;
}

function leg(value: object | null): string {
  return value === null ? 'none' : JSON.stringify(sorted(value));
}

/** With its fields in one order, and only those that hold numbers, words or such objects. */
function sorted(value: object): object {
  const entries = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(
    entries.map(([name, field]) => [
      name,
      typeof field === 'object' && field !== null ? sorted(field) : field,
    ]),
  );
}
