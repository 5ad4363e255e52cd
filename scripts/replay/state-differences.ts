import { isDeepStrictEqual } from 'node:util';
import { ASSETS, SOURCES, type StateView } from '#server/engine/index.ts';

/** Differences that are told; more would not help anybody. */
const MOST = 12;

/** The fields of an open order. */
type Fields = Readonly<Record<string, unknown>>;

/** A fact of a state and its value; in the same order in every state. */
type Fact = readonly [name: string, value: string | Fields];

/** What differs between two states, for a person, the first state's value first; at most a dozen. */
export function stateDifferences(one: StateView, other: StateView): string[] {
  const left = new Map(facts(one));
  const right = new Map(facts(other));
  const found: string[] = [];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const text = difference(left.get(name), right.get(name));
    if (text === null) continue;
    if (found.length === MOST) return [...found, 'and more'];
    found.push(`${name}: ${text}`);
  }
  return found;
}

/** `null` when both are equal. Of an order that both states have only the fields that differ are told. */
function difference(one: Fact[1] | undefined, other: Fact[1] | undefined): string | null {
  if (isDeepStrictEqual(one, other)) return null;
  if (typeof one !== 'object' || typeof other !== 'object') {
    return `${valueText(one)} and ${valueText(other)}`;
  }
  const differing = Object.keys(one).filter((name) => !isDeepStrictEqual(one[name], other[name]));
  return differing
    .map((name) => `${name} ${plain(one[name])} and ${plain(other[name])}`)
    .join(', ');
}

function valueText(value: Fact[1] | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'string') return value === '' ? 'none' : value;
  const fields = Object.entries(value).filter(([, field]) => field !== 0 && field !== null);
  return `{${fields.map(([name, field]) => `${name} ${plain(field)}`).join(', ')}}`;
}

function plain(value: unknown): string {
  return value === null ? 'none' : JSON.stringify(value);
}

function* facts(view: StateView): Iterable<Fact> {
  yield ['trades', String(view.tradeCount)];
  yield ['accounts', String(view.accountCount)];
  for (let asset = 0; asset < ASSETS; asset += 1) {
    yield [`custody of asset ${asset}`, String(view.custody(asset))];
  }
  for (let source = 0; source < SOURCES; source += 1) {
    yield [`last number of source ${source}`, String(view.sourceSeq(source))];
  }
  const { batch, through, quarantined, takenOver, annulled } = view.settlement();
  yield ['last settled batch', `${batch}, through trade ${through}`];
  yield ['quarantined trades', quarantined.join(', ')];
  const sides = takenOver.map(({ tradeId, account }) => `${tradeId} by account ${account}`);
  yield ['trades taken over', sides.join(', ')];
  yield ['annulled trades', annulled.join(', ')];
  for (let account = 0; account < view.accountCount; account += 1) {
    yield* accountFacts(view, account);
  }
  for (const { parameters, ...prices } of view.markets()) {
    const { market } = parameters;
    yield [`parameters of market ${market}`, JSON.stringify(parameters)];
    for (const name of ['state', 'last', 'mark', 'index'] as const) {
      yield [`${name} of market ${market}`, String(prices[name])];
    }
    yield* orderFacts(view, market);
  }
}

function* accountFacts(view: StateView, account: number): Iterable<Fact> {
  yield [`address of account ${account}`, view.address(account)];
  yield [`signers of account ${account}`, { ...view.identity(account) }];
  yield [`custody of account ${account}`, { ...view.custodyOf(account) }];
  yield [`dead-man deadline of account ${account}`, String(view.deadline(account))];
  for (let asset = 0; asset < ASSETS; asset += 1) {
    const where = `of asset ${asset}, account ${account}`;
    yield [`available ${where}`, String(view.available(account, asset))];
    yield [`locked ${where}`, String(view.locked(account, asset))];
  }
  const done: string[] = [];
  view.visitDoneClientIds(account, (entry) => {
    done.push(`${entry.clientOrderId} (order ${entry.orderId}, digest ${entry.digest})`);
  });
  yield [`remembered client order ids of account ${account}`, done.join(', ')];
}

/** Every open order, and which one comes before it among those of its market; 0 before the first. */
function orderFacts(view: StateView, market: number): Fact[] {
  const orders: Fact[] = [];
  let behind = 0;
  view.visitOrders(market, (order) => {
    orders.push([`order ${order.orderId} of market ${market}`, { behind, ...order }]);
    behind = order.orderId;
  });
  return orders;
}
