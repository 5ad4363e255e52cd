import { expect, it } from 'vitest';
import { findMarketById } from '#lib/domain/market.ts';
import { SELL_FLAG } from '#lib/domain/signed-order.ts';
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
  type ModifyOrder,
  NONE,
  orderView,
  waitingLeg,
} from '#server/engine/index.ts';
import { SettlementBook } from './settlement-book.ts';
import type { SignedVersion } from './signed-version.ts';

const COMMANDS = 1_500;
const RUNS = [
  [11, 'signatures'],
  [12, 'custody'],
  [13, 'auctions'],
  [14, 'conditional'],
  [15, 'conditional'],
] as const;

/** Every other account is a contract. */
const isContract = (account: number) => account % 2 === 1;

function signatureOf(account: number): Uint8Array {
  return new Uint8Array(isContract(account) ? 70 : 64).fill(7);
}

function signedLeg(leg: Leg, account: number): Leg {
  return leg.authority === null ? leg : { ...leg, signature: signatureOf(account) };
}

/** A change is signed as all that the order is to become. */
function whole(command: ModifyOrder, state: EngineState): ModifyOrder {
  const { account, clientOrderId, price, quantity, triggerPrice } = command;
  const named = clientOrderId === 0 ? NONE : state.clients.find(account, clientOrderId);
  const orderId = named === NONE ? command.orderId : state.clients.orderId(named);
  const slot = state.ids.find(orderId);
  if (slot === NONE) return wholeLeg({ ...command, orderId }, state);
  const order = orderView(state, slot);
  return {
    ...command,
    price: price === 0 ? order.price : price,
    quantity: quantity === 0 ? order.filled + order.visible + order.hidden : quantity,
    triggerPrice: triggerPrice === 0 && order.trigger !== 0 ? order.triggerPrice : triggerPrice,
  };
}

/** The same of a leg that waits: it is as large as its parent. */
function wholeLeg(command: ModifyOrder, state: EngineState): ModifyOrder {
  const waits = waitingLeg(state, command);
  if (waits === null) return command;
  const { leg, parent } = waits;
  const { price, quantity, triggerPrice } = command;
  return {
    ...command,
    price: price === 0 ? leg.price : price,
    quantity: quantity === 0 ? parent.filled + parent.visible + parent.hidden : quantity,
    triggerPrice: triggerPrice === 0 ? leg.triggerPrice : triggerPrice,
  };
}

/** The command as the gateway would have sent it: whatever has an authority is signed. */
function signed(command: Command, state: EngineState): Command {
  switch (command.kind) {
    case 'place': {
      const { account, authority, takeProfit, stopLoss } = command;
      // The simulator lists markets that the exchange has not.
      if (findMarketById(command.market) === undefined) return command;
      return {
        ...command,
        signature: authority === null ? null : signatureOf(account),
        takeProfit: takeProfit === null ? null : signedLeg(takeProfit, account),
        stopLoss: stopLoss === null ? null : signedLeg(stopLoss, account),
      };
    }
    case 'place-oco': {
      if (findMarketById(command.market) === undefined) return command;
      const { account, limitLeg, stopLeg } = command;
      return {
        ...command,
        limitLeg: signedLeg(limitLeg, account),
        stopLeg: signedLeg(stopLeg, account),
      };
    }
    case 'modify': {
      const { account, authority } = command;
      if (authority === null) return command;
      return { ...whole(command, state), signature: signatureOf(account) };
    }
    default:
      return command;
  }
}

/** What one side of so many lots is worth. */
function worth({ order }: SignedVersion, lots: number, traded?: number): bigint {
  const sells = (order.flags & SELL_FLAG) !== 0;
  const asked = sells ? Math.max(order.price, order.triggerPrice) : order.price;
  const k = findMarketById(order.market)?.k ?? 0;
  return BigInt(traded ?? asked) * BigInt(lots) * BigInt(k);
}

/** Everything that hangs on contracts' words, added up anew from the engine and the book. */
function counted(book: SettlementBook, state: EngineState): Map<number, bigint> {
  const sums = new Map<number, bigint>();
  const add = (account: number, value: bigint) => {
    if (isContract(account) && value !== 0n) {
      sums.set(account, (sums.get(account) ?? 0n) + value);
    }
  };
  for (const version of book.signed.all()) {
    const slot = state.ids.find(version.orderId);
    const view = slot === NONE ? null : orderView(state, slot);
    // A leg that waits for its parent is no order yet.
    const lots = view === null ? version.order.quantity : view.visible + view.hidden;
    add(version.account, worth(version, lots));
  }
  for (const { maker, taker, lots, price } of book.trades.all()) {
    for (const { version } of [maker, taker]) {
      if (version !== null) add(version.account, worth(version, lots, price));
    }
  }
  return sums;
}

function accountsWithPairs(book: SettlementBook, state: EngineState): ReadonlySet<number> {
  const accounts = new Set<number>();
  for (const { orderId, account } of book.signed.all()) {
    const slot = state.ids.find(orderId);
    if (slot !== NONE && orderView(state, slot).siblingId !== 0) accounts.add(account);
  }
  return accounts;
}

it.each(RUNS)('adds up to what is open and unsettled (%i, %s)', async (seed, profile) => {
  const random = new SeededRandom(seed);
  const state = new EngineState();
  const view = new EngineView(state);
  const generator = new CommandGenerator(seed, simulationProfiles[profile]);
  const store = new KeptStore();
  const book = new SettlementBook();
  await book.restore(store, state);
  let most = 0n;
  for (let index = 0; index < COMMANDS; index += 1) {
    const command = signed(generator.next(view), state);
    execute(state, command);
    const events = decodeEvents(state.events);
    state.events.clear();
    book.take({ seq: command.seq, timeMs: command.time, events }, command);
    if (!random.chance(0.1)) continue;
    const expected = counted(book, state);
    const paired = accountsWithPairs(book, state);
    for (let account = 0; account < book.accountCount; account += 1) {
      const sum = expected.get(account) ?? 0n;
      const told = book.exposure.notional(account);
      // Of a pair the other leg shrinks without a word: it counts as it was signed.
      if (paired.has(account)) expect(told).toBeGreaterThanOrEqual(sum);
      else expect([index, account, told]).toEqual([index, account, sum]);
      if (sum > most) most = sum;
    }
    // After a restart never less is counted.
    const again = new SettlementBook();
    await again.restore(store.copy(), state);
    for (const [account, sum] of expected) {
      expect(again.exposure.notional(account)).toBeGreaterThanOrEqual(sum);
    }
  }
  expect(most).toBeGreaterThan(0n);
});
