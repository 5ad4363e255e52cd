import { describe, expect, it } from 'vitest';
import { NonceKeeper } from './nonce-keeper.ts';

function rig() {
  const asked: string[] = [];
  const exchange = { epoch: 3, nextOneShotNonce: 500, first: 64, fails: false };
  const source = {
    state: async () => {
      asked.push('state');
      if (exchange.fails) throw new Error('away');
      return await Promise.resolve({ ...exchange });
    },
    reserve: async () => {
      asked.push('reserve');
      const { first } = exchange;
      exchange.first += 2;
      return await Promise.resolve({ first, count: 2 });
    },
  };
  let nowMs = 400;
  return {
    keeper: new NonceKeeper(source, () => nowMs),
    asked,
    exchange,
    at: (ms: number) => {
      nowMs = ms;
    },
  };
}

describe('nonces', () => {
  it('of orders that never stay grow with the time and with every order', async () => {
    const { keeper, asked, at } = rig();
    expect(await keeper.oneShot()).toEqual({ nonce: 500, epoch: 3 });
    expect(await keeper.oneShot()).toEqual({ nonce: 501, epoch: 3 });
    at(1_000);
    expect(await keeper.oneShot()).toEqual({ nonce: 1_000, epoch: 3 });
    at(900);
    expect(await keeper.oneShot()).toEqual({ nonce: 1_001, epoch: 3 });
    expect(asked).toEqual(['state']);
  });

  it('of resting orders come from ranges of this page, each once, however many ask at once', async () => {
    const { keeper, asked } = rig();
    const five = await Promise.all(Array.from({ length: 5 }, () => keeper.resting()));
    expect(five.map(({ nonce }) => nonce).sort()).toEqual([64, 65, 66, 67, 68]);
    expect(asked.filter((what) => what === 'reserve')).toHaveLength(3);
  });

  it('are asked for anew when the exchange knows it otherwise', async () => {
    const { keeper, exchange } = rig();
    await keeper.resting();
    exchange.epoch = 4;
    exchange.first = 128;
    keeper.forget();
    expect(await keeper.resting()).toEqual({ nonce: 128, epoch: 4 });
  });

  it('are asked for again after the exchange was away', async () => {
    const { keeper, exchange } = rig();
    exchange.fails = true;
    await expect(keeper.oneShot()).rejects.toThrow('away');
    exchange.fails = false;
    expect((await keeper.oneShot()).epoch).toBe(3);
  });
});
