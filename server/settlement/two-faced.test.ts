import { beforeEach, describe, expect, it } from 'vitest';
import type { SettledBatch } from '#lib/chain/read-settled-batch.ts';
import { fundBackstop, sampleBackstop } from '#scripts/testing/sample-backstop.ts';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange } from '#scripts/testing/settling-exchange.ts';
import { BUY, EngineState, SELL } from '#server/engine/index.ts';

const backstop = sampleBackstop();

let contract: ScriptedClearingHouse;
let exchange: SettlingExchange;
let maker: number;
let honest: number;
let hostile: number;

beforeEach(async () => {
  contract = new ScriptedClearingHouse();
  exchange = await SettlingExchange.begin(new EngineState(), contract, backstop);
  maker = await exchange.account('11');
  honest = await exchange.account('22');
  hostile = await exchange.account('33');
  await fundBackstop(exchange, { backstop });
});

/** What is undone in a block while an account's order is in the batch. */
function ordersOf(account: number) {
  const address = exchange.state.accounts.address(account);
  return ({ orders }: SettledBatch) => {
    const has = orders.some((order) => order.account.toLowerCase() === address);
    return has ? { code: 'ContractSignatureRefused', args: {} } : null;
  };
}

async function buys(account: number, lots: number): Promise<void> {
  await exchange.place(account, { side: BUY, lots, oneShot: true, byContract: true });
}

async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) {
    await exchange.service.round();
    exchange.timeMs += 100_000;
  }
}

/** Its answers take all the gas there is, until it is taken out. @returns Batches that were noted. */
async function burns(account: number): Promise<number> {
  exchange.gasInBlock = 10_000_000n;
  for (let round = 0; round < 8 && !isFrozen(account); round += 1) await rounds(1);
  exchange.gasInBlock = null;
  return exchange.journal.filter(({ command }) => command?.kind === 'submit-batch').length;
}

const isFrozen = (account: number) => exchange.state.accounts.isFrozen(account);

describe('a contract that says yes when it is asked and no in a block', () => {
  it('is found among others, who are settled', async () => {
    contract.undoes = ordersOf(hostile);
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await buys(honest, 10);
    await buys(hostile, 20);
    await buys(honest, 30);
    await exchange.settleAll();
    expect([isFrozen(hostile), isFrozen(honest), isFrozen(maker)]).toEqual([true, false, false]);
    const settled = contract.mined.flatMap(({ batch }) => batch.fills.map(({ lots }) => lots));
    expect(settled).toEqual([10, 20, 30]);
    // Undone were: all together, and twice the one that it is.
    expect(contract.transactions - contract.mined.length).toBeLessThanOrEqual(3);
    expect(exchange.troubles.filter(({ kind }) => kind === 'frozen')).toHaveLength(1);
  });

  it('is found where it is alone, and not for a batch that was undone once', async () => {
    let undone = 0;
    contract.undoes = (batch) => (undone++ === 0 ? ordersOf(honest)(batch) : null);
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await buys(honest, 10);
    await exchange.settleAll();
    expect([undone, isFrozen(honest)]).toEqual([2, false]);
    contract.undoes = ordersOf(hostile);
    await buys(hostile, 10);
    await exchange.settleAll();
    expect(isFrozen(hostile)).toBe(true);
  });

  it('does not stop settlement when one order took from two contracts at once', async () => {
    contract.undoes = ordersOf(hostile);
    await exchange.place(honest, { side: SELL, lots: 10, byContract: true });
    await exchange.place(hostile, { side: SELL, lots: 10, byContract: true });
    await exchange.place(maker, { side: BUY, lots: 20, oneShot: true });
    await exchange.settleAll();
    expect(isFrozen(maker)).toBe(false);
    expect(exchange.book.trades.quarantined.size).toBe(0);
  });

  it('is not who needs more gas in a block than when it was tried, however often', async () => {
    exchange.gasInBlock = 1_900_000n;
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await buys(honest, 10);
    await exchange.service.round();
    expect(exchange.service.why).toContain('out of gas');
    await exchange.settleAll();
    expect([contract.mined.length, exchange.timesOutOfGas]).toEqual([1, 2]);
    expect([isFrozen(honest), exchange.troubles, exchange.service.why]).toEqual([false, [], null]);
  });

  it('is given what its answers may cost, whatever they cost when it was tried', async () => {
    exchange.gasInBlock = 1_900_000n;
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    for (let order = 0; order < 5; order += 1) await buys(honest, 10);
    await exchange.settleAll();
    expect([contract.mined.length, exchange.timesOutOfGas]).toEqual([1, 0]);
  });

  it('does not stop settlement when gas never suffices', async () => {
    exchange.gasInBlock = 10_000_000n;
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await buys(hostile, 10);
    await rounds(8);
    expect(isFrozen(hostile)).toBe(true);
  });

  it('is taken out when the node takes no transaction with what its batches would need', async () => {
    exchange.gasOfNode = 1_200_000n;
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await buys(hostile, 10);
    // Twice with what they seem to need, and twice with more.
    expect([await burns(hostile), isFrozen(hostile)]).toEqual([4, true]);
    await buys(honest, 30);
    await exchange.settleAll();
    expect([isFrozen(honest), exchange.service.why]).toEqual([false, null]);
  });

  it('is taken out when its batches need more than a block has, and none is sent with more', async () => {
    exchange.mostGas = 1_200_000n;
    exchange.gasOfNode = 1_200_000n;
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await buys(hostile, 10);
    // With what they seem to need, and twice with all that there is.
    expect([await burns(hostile), exchange.timesOutOfGas]).toEqual([3, 3]);
    await buys(honest, 30);
    await exchange.settleAll();
    expect([isFrozen(hostile), isFrozen(honest)]).toEqual([true, false]);
  });

  it('is not who is given all that there is, and settles with it', async () => {
    exchange.gasInBlock = 1_150_000n;
    exchange.mostGas = 1_200_000n;
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await buys(honest, 10);
    await exchange.settleAll();
    expect([contract.mined.length, exchange.timesOutOfGas, isFrozen(honest)]).toEqual([
      1,
      1,
      false,
    ]);
    expect(exchange.troubles).toEqual([]);
  });

  it('is not who ran out of gas once, and whose larger batch the node did not take', async () => {
    exchange.gasInBlock = 1_150_000n;
    exchange.gasOfNode = 1_200_000n;
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await buys(honest, 10);
    await rounds(2);
    expect(exchange.service.why).toContain('gas limit too high');
    exchange.gasInBlock = null;
    await exchange.settleAll();
    expect([contract.mined.length, isFrozen(honest), exchange.troubles]).toEqual([1, false, []]);
  });

  it('is nobody while a node takes no batch that needs no more than it seemed to', async () => {
    exchange.gasOfNode = 900_000n;
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await buys(honest, 10);
    await rounds(8);
    expect([isFrozen(honest), exchange.troubles]).toEqual([false, []]);
    exchange.gasOfNode = 30_000_000n;
    await exchange.settleAll();
    expect(contract.mined).toHaveLength(1);
  });

  it('leaves those who sign with keys alone, whatever is undone', async () => {
    let left = 6;
    contract.undoes = () => (left-- > 0 ? { code: 'OutOfGas', args: {} } : null);
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await exchange.place(honest, { side: BUY, lots: 10, oneShot: true });
    await exchange.settleAll();
    expect([isFrozen(maker), isFrozen(honest)]).toEqual([false, false]);
    expect(contract.mined).toHaveLength(1);
  });
});

describe('a contract that takes back its word about an epoch', () => {
  it('does not stop settlement', async () => {
    const { port, state } = exchange;
    const bumped = await port.execute({
      ...{ kind: 'bump-epoch', account: hostile, epoch: 1 },
      signature: new Uint8Array(70).fill(9),
    });
    expect(bumped.events[0]?.kind).toBe('epoch-bumped');
    contract.wordless.add(state.accounts.address(hostile));
    await exchange.place(maker, { side: SELL, lots: 1_000 });
    await exchange.place(hostile, { side: BUY, lots: 20, oneShot: true, epoch: 1 });
    await exchange.place(honest, { side: BUY, lots: 30, oneShot: true });
    await exchange.settleAll();
    expect([isFrozen(hostile), isFrozen(honest), isFrozen(maker)]).toEqual([true, false, false]);
    const settled = contract.mined.flatMap(({ batch }) => batch.fills.map(({ lots }) => lots));
    expect(settled).toEqual([20, 30]);
  });
});
