import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HDAccount } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { developmentAccount } from '#lib/env/development-account.ts';
import { agreesWithChain } from '#scripts/testing/agrees-with-chain.ts';
import { ChainCustody } from '#scripts/testing/chain-custody.ts';
import { approvalOf, CHAIN_PRICE, ChainExchange } from '#scripts/testing/chain-exchange.ts';
import { type DeployedChain, deployedChain } from '#scripts/testing/deployed-chain.ts';
import { until } from '#scripts/testing/until.ts';
import { BUY, SELL } from '#server/engine/index.ts';

const MINUTE = 60_000;
const USDT = 0;
const BTC = 1;
const LOTS = 30;
/** Enough for what is traded here, and for less than that. */
const ENOUGH = 10 ** 12;
const TOO_LITTLE = LOTS * CHAIN_PRICE - 1;

let chain: DeployedChain;
let custody: ChainCustody;
let exchange: ChainExchange;
let folder: string;
let maker: HDAccount;
let taker: HDAccount;
let key: HDAccount;
let backstop: HDAccount;

beforeEach(async () => {
  chain = await deployedChain({ anvil: { blockTimeSeconds: 1 } });
  custody = new ChainCustody(chain);
  folder = mkdtempSync(join(tmpdir(), 'narrowed-'));
  exchange = await ChainExchange.begin(custody, folder);
  maker = developmentAccount(chain.env, 5);
  taker = developmentAccount(chain.env, 6);
  key = developmentAccount(chain.env, 7);
  backstop = developmentAccount(chain.env, 'backstop');
  await custody.deposit(BTC, 100_000_000, maker.address);
  await custody.deposit(USDT, 100_000_000_000, taker.address);
  await custody.deposit(USDT, 100_000_000_000, backstop.address);
  await until(() => expect(exchange.available(backstop, USDT)).toBe(100_000_000_000));
}, MINUTE);

afterEach(async () => {
  await exchange.stop();
  rmSync(folder, { recursive: true, force: true });
  await chain.stop();
}, MINUTE);

/** Everything that was matched is settled as it was, and nobody else pays for it. */
async function settlesThrough(tradeId: number): Promise<void> {
  await until(() => expect(exchange.book.trades.progress.through).toBe(tradeId));
  expect(exchange.troubles).toEqual([]);
  expect(await custody.balance(backstop.address, USDT)).toBe(100_000_000_000);
  await agreesWithChain(exchange);
  expect(exchange.desk.status()).toMatchObject({ state: 'working', quarantinedTrades: 0 });
}

/** The key takes what the maker offers. */
async function keyTrades(): Promise<void> {
  await exchange.place({ owner: taker, key, agent: 1, side: BUY, lots: LOTS, oneShot: true });
}

describe('what an owner narrows on chain', () => {
  it('is a nonce that no order has yet: the engine takes none under it', async () => {
    const { facts } = exchange.state;
    await custody.call(5, { functionName: 'cancel', args: [[64, 130]] });
    const owner = maker.address.toLowerCase();
    await until(() => expect(facts.of(owner).voids).toEqual([64, 130]));
    const order = { owner: maker, side: SELL, lots: 100, oneShot: false } as const;
    await expect(exchange.place(order)).rejects.toThrow('auth/nonce-used');
    await custody.node.increaseTime({ seconds: 70 });
    await exchange.place(order);
    await exchange.place({ owner: taker, side: BUY, lots: LOTS, oneShot: true });
    await settlesThrough(1);
  }, 120_000);

  it('is a key that the engine does not know: it takes no older approval of it', async () => {
    const { facts } = exchange.state;
    await custody.call(6, { functionName: 'revokeAgent', args: [key.address, 9] });
    const names = [taker.address.toLowerCase(), key.address.toLowerCase()] as const;
    await until(() => expect(facts.floor(...names)).toBe(9));
    const approval = { owner: taker, key, maxNotional: ENOUGH };
    expect(await exchange.approve({ ...approval, nonce: 8 })).toBe('auth/approval-replayed');
    expect(await exchange.approve({ ...approval, nonce: 9 })).toBe('auth/approval-replayed');
    expect(await exchange.approve({ ...approval, nonce: 10 })).toBeNull();
    await custody.node.increaseTime({ seconds: 70 });
    await exchange.place({ owner: maker, side: SELL, lots: 100, oneShot: false });
    await keyTrades();
    await settlesThrough(1);
  }, 120_000);

  it.each([
    ['revokes it with the same nonce', 1, null],
    ['revokes it with a later nonce', 5, null],
    ['narrows it with a later nonce', 2, TOO_LITTLE],
    ['narrows it with the same nonce', 1, TOO_LITTLE],
  ])(
    'is a key whose approval the chain does not have yet: who %s before it is told pays for what was matched',
    async (_, nonce, maxNotional) => {
      await exchange.place({ owner: maker, side: SELL, lots: 100, oneShot: false });
      await custody.inOneBlock(async () => {
        if (maxNotional === null) {
          await custody.send(6, { functionName: 'revokeAgent', args: [key.address, nonce] });
        } else {
          const narrow = approvalOf({ owner: taker, key, nonce, maxNotional });
          await custody.send(6, { functionName: 'approveAgent', args: [narrow, '0x'] });
        }
        const wide = { owner: taker, key, nonce: 1, maxNotional: ENOUGH };
        expect(await exchange.approve(wide)).toBeNull();
        await keyTrades();
      }, 2);
      const code = maxNotional === null ? 'auth/unknown-agent' : 'auth/agent-notional';
      await until(() => {
        const agent = exchange.state.agents.get(exchange.accountOf(taker), 1);
        expect(agent?.maxNotional ?? null).toBe(maxNotional);
      });
      await expect(keyTrades()).rejects.toThrow(code);
      await settlesThrough(1);
      expect(await custody.balance(taker.address, BTC)).toBe(LOTS * 10_000 - 150);
    },
    120_000,
  );

  it('is a key whose approval could not be told before: it is told before the change binds', async () => {
    const operator = developmentAccount(chain.env, 'keeper');
    await exchange.place({ owner: maker, side: SELL, lots: 100, oneShot: false });
    await custody.node.setBalance({ address: operator.address, value: 0n });
    const approval = { owner: taker, key, maxNotional: ENOUGH };
    expect(await exchange.approve({ ...approval, nonce: 1 })).toBeNull();
    await keyTrades();
    // Approved twice and narrowed here too: what was matched rests on the first one.
    expect(await exchange.approve({ ...approval, nonce: 2, maxNotional: TOO_LITTLE })).toBeNull();
    for (let nonce = 3; nonce <= 9; nonce += 1) {
      expect(await exchange.approve({ ...approval, nonce, maxNotional: nonce })).toBeNull();
    }
    await custody.call(6, { functionName: 'revokeAgent', args: [key.address, 9] });
    const account = exchange.accountOf(taker);
    await until(() => expect(exchange.state.agents.of(account)).toEqual([]));
    expect(exchange.book.trades.progress.through).toBe(0);
    await custody.node.setBalance({ address: operator.address, value: 10n ** 20n });
    await expect(keyTrades()).rejects.toThrow('auth/unknown-agent');
    await settlesThrough(1);
    expect(await custody.balance(taker.address, BTC)).toBe(LOTS * 10_000 - 150);
  }, 120_000);
});
