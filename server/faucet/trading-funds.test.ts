import { beforeEach, describe, expect, it } from 'vitest';
import { directPort } from '#scripts/testing/direct-port.ts';
import { EngineState } from '../engine/index.ts';
import type { ExchangePort } from '../exchange-port.ts';
import { TradingFunds } from './trading-funds.ts';

const ALICE = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const BOB = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';

let state: EngineState;
let port: ExchangePort;

beforeEach(() => {
  state = new EngineState();
  port = directPort(state);
});

const balance = (account: number, asset: number) => state.ledger.available(account, asset);

describe('test money for trading', () => {
  it('opens an account and puts the same money into it each time', async () => {
    const funds = new TradingFunds(port);
    const { gifts, seq } = await funds.give(ALICE);
    expect(seq).toBe(5);
    expect(gifts).toContainEqual({ asset: 'USDT', amount: 50_000_000_000 });
    expect(state.accounts.find(ALICE.toLowerCase())).toBe(1);
    expect([0, 1, 2, 3].map((asset) => balance(1, asset))).toEqual([
      50_000_000_000, 100_000_000, 1_000_000_000, 100_000_000_000,
    ]);
    await funds.give(ALICE);
    expect(state.accounts.count).toBe(2);
    expect(balance(1, 0)).toBe(100_000_000_000);
  });

  it('serves several at once, nobody twice and nobody for another', async () => {
    const funds = new TradingFunds(port);
    await Promise.all([funds.give(ALICE), funds.give(BOB), funds.give(ALICE)]);
    const alice = state.accounts.find(ALICE.toLowerCase());
    const bob = state.accounts.find(BOB.toLowerCase());
    expect(new Set([alice, bob])).toEqual(new Set([1, 2]));
    expect(balance(alice, 0)).toBe(100_000_000_000);
    expect(balance(bob, 0)).toBe(50_000_000_000);
  });

  it('loses nothing when two of them count at once', async () => {
    const [maker, faucet] = [new TradingFunds(port), new TradingFunds(port)];
    await Promise.all([maker.give(ALICE), faucet.give(BOB), maker.give(BOB), faucet.give(ALICE)]);
    for (const address of [ALICE, BOB]) {
      const account = state.accounts.find(address.toLowerCase());
      expect([0, 1, 2, 3].map((asset) => balance(account, asset))).toEqual([
        100_000_000_000, 200_000_000, 2_000_000_000, 200_000_000_000,
      ]);
    }
  });

  it('goes on counting after a restart', async () => {
    await new TradingFunds(port).give(ALICE);
    await new TradingFunds(port).give(BOB);
    expect(balance(state.accounts.find(BOB.toLowerCase()), 1)).toBe(100_000_000);
  });

  it('says when the ledger holds all it can count', async () => {
    const funds = new TradingFunds(port);
    await funds.give(ALICE);
    const deposit = { kind: 'deposit', account: 1, asset: 0, source: 2, sourceSeq: 1 } as const;
    await port.execute({ ...deposit, amount: Number.MAX_SAFE_INTEGER - 50_000_000_000 });
    await expect(funds.give(BOB)).rejects.toMatchObject({ code: 'ledger/custody-full' });
    expect(balance(2, 0)).toBe(0);
  });
});
