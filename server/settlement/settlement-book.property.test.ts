import { expect, it } from 'vitest';
import { CommandGenerator } from '#scripts/simulator/command-generator.ts';
import { SeededRandom } from '#scripts/simulator/seeded-random.ts';
import { simulationProfiles } from '#scripts/simulator/simulation-profile.ts';
import { KeptStore } from '#scripts/testing/kept-store.ts';
import {
  type Command,
  decodeEvents,
  EngineState,
  EngineView,
  execute,
  type Leg,
  type OrderView,
} from '#server/engine/index.ts';
import type { CommandEffects } from '#server/projection.ts';
import { SettlementBook } from './settlement-book.ts';

const COMMANDS = 1_500;
const RUNS = [
  [3, 'signatures'],
  [1, 'custody'],
  [3, 'auctions'],
  [4, 'conditional'],
  [4, 'custody'],
  [1, 'chain'],
  [5, 'chain'],
] as const;

type Told = { readonly effects: CommandEffects; readonly command: Command | null };

/** Commands that a replay hands out: of the others the events say all. */
const KEPT_IN_REPLAYS = new Set<Command['kind']>([
  'place',
  'modify',
  'place-oco',
  'approve-agent',
  'bump-epoch',
  'request-withdrawal',
  'submit-batch',
  'settle-batch',
  'reassign-trade',
]);

/** A signature that names the nonce that it is under, so that one is not taken for another. */
function signatureOf(nonce: number): Uint8Array {
  const signature = new Uint8Array(64);
  new DataView(signature.buffer).setFloat64(0, nonce);
  return signature;
}

function signedLeg(leg: Leg | null): Leg | null {
  if (leg === null || leg.authority === null) return leg;
  return { ...leg, signature: signatureOf(leg.authority.nonce) };
}

/** The command as the gateway would have sent it: whatever has an authority is signed. */
function signed(command: Command, view: EngineView): Command {
  switch (command.kind) {
    case 'place': {
      const { authority, takeProfit, stopLoss } = command;
      const signature = authority === null ? null : signatureOf(authority.nonce);
      const legs = { takeProfit: signedLeg(takeProfit), stopLoss: signedLeg(stopLoss) };
      return { ...command, ...legs, signature };
    }
    case 'place-oco': {
      const limitLeg = signedLeg(command.limitLeg) ?? command.limitLeg;
      return { ...command, limitLeg, stopLeg: signedLeg(command.stopLeg) ?? command.stopLeg };
    }
    case 'modify': {
      // Order entry takes no unsigned orders, so that none is signed later.
      const { account, orderId, clientOrderId, authority } = command;
      const orders = openOrders(view).filter((order) => order.account === account);
      const named = orders
        .flatMap((order) => [order, order.takeProfit, order.stopLoss])
        .filter((order) => order !== null)
        .find((order) =>
          orderId === 0 ? order.clientOrderId === clientOrderId : order.orderId === orderId,
        );
      if (authority === null || named?.signer === -1) return { ...command, authority: null };
      return { ...command, signature: signatureOf(authority.nonce) };
    }
    case 'approve-agent':
    case 'request-withdrawal':
      return { ...command, signature: signatureOf(command.nonce) };
    case 'bump-epoch':
      return { ...command, signature: signatureOf(command.epoch) };
    default:
      return command;
  }
}

/** Everything that a book knows, in a form that two of them can be compared by. */
function contents(book: SettlementBook) {
  return {
    trades: [...book.trades.all()],
    quarantined: [...book.trades.quarantined].sort((a, b) => a - b),
    progress: book.trades.progress,
    candidate: book.trades.lastCandidate,
    withdrawals: [...book.withdrawals.all()],
    signed: book.signed.size,
    last: book.last,
    tradeCount: book.tradeCount,
  };
}

/** The book as it is after a crash: what had been written up to a command, and the journal after it. */
async function restarted(store: KeptStore, state: EngineState, later: readonly Told[]) {
  const book = new SettlementBook();
  await book.restore(store, state);
  for (const { effects, command } of later) book.take(effects, command);
  return book;
}

function openOrders(view: EngineView): readonly OrderView[] {
  const orders: OrderView[] = [];
  for (const { parameters } of view.markets()) {
    view.visitOrders(parameters.market, (order) => orders.push(order));
  }
  return orders;
}

it.each(RUNS)('knows after a restart what it knew before (%i, %s)', async (seed, profile) => {
  const random = new SeededRandom(seed);
  const state = new EngineState();
  const view = new EngineView(state);
  const generator = new CommandGenerator(seed, simulationProfiles[profile]);
  const store = new KeptStore();
  const book = new SettlementBook();
  await book.restore(store, state);
  let written = store.copy();
  let later: Told[] = [];
  let trades = 0;
  for (let index = 0; index < COMMANDS; index += 1) {
    const command = signed(generator.next(view), view);
    execute(state, command);
    const events = decodeEvents(state.events);
    state.events.clear();
    const effects = { seq: command.seq, timeMs: command.time, events };
    book.take(effects, command);
    later.push({ effects, command: KEPT_IN_REPLAYS.has(command.kind) ? command : null });
    trades += events.filter(({ kind }) => kind === 'trade').length;
    if (random.chance(0.02)) {
      written = store.copy();
      later = [];
    }
    if (!random.chance(0.01)) continue;
    const again = await restarted(written.copy(), state, later);
    expect(contents(again)).toEqual(contents(book));
    for (const { orderId, signer } of openOrders(view)) {
      expect(again.signed.version(orderId)?.agent ?? -1).toBe(signer);
      expect(again.signed.version(orderId)).toEqual(book.signed.version(orderId));
    }
  }
  expect(trades).toBeGreaterThan(10);
});
