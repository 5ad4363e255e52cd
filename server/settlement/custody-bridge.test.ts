import { privateKeyToAccount } from 'viem/accounts';
import { beforeEach, describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import { SettlingExchange } from '#scripts/testing/settling-exchange.ts';
import type { CustodyEvent } from '#server/chain/index.ts';
import { BUY, EngineState, SELL } from '#server/engine/index.ts';
import { Backstop } from './backstop.ts';
import { CustodyBridge, type RefusedFact } from './custody-bridge.ts';

const OWNER = `0x${'A1'.repeat(20)}` as const;
const AGENT = `0x${'a6'.repeat(20)}` as const;
const FEE_ACCOUNT = `0x${'FE'.repeat(20)}` as const;
const USDT_ON_CHAIN = 0;
const BTC_ON_CHAIN = 3;
const USDT = 0;
const BTC = 1;

let exchange: SettlingExchange;
let bridge: CustodyBridge;
let refused: RefusedFact[];
let told: number[];
let lefts: { account: number; available: number }[];
let narrowed: number[];
let logs: number;
let isDown: boolean;

beforeEach(async () => {
  await begin(null);
});

async function begin(backstop: Backstop | null): Promise<void> {
  exchange = await SettlingExchange.begin(new EngineState(), new ScriptedClearingHouse(), backstop);
  refused = [];
  told = [];
  lefts = [];
  narrowed = [];
  logs = 0;
  isDown = false;
  const { port, book } = exchange;
  bridge = new CustodyBridge({
    port: {
      read: port.read,
      execute: async (command) => {
        if (isDown) throw new ProtocolError('sequencer/overloaded');
        return await port.execute(command);
      },
    },
    book,
    feeAccount: async () => await Promise.resolve(FEE_ACCOUNT),
    settled: async (event) => await exchange.service.settled(event),
    left: async (account) => {
      lefts.push({ account, available: exchange.state.ledger.available(account, USDT) });
      await exchange.service.left(account);
    },
    reached: async () => await Promise.resolve(),
    onDeposit: ({ depositId }) => told.push(depositId),
    onNarrowed: (account) => narrowed.push(account),
    onRefused: (fact) => refused.push(fact),
  });
}

type Fact<Kind extends CustodyEvent['kind']> = Omit<
  Extract<CustodyEvent, { kind: Kind }>,
  'block' | 'blockHash' | 'logIndex' | 'transaction'
>;

type Place = Pick<CustodyEvent, 'block' | 'blockHash' | 'logIndex' | 'transaction'>;

function at<Kind extends CustodyEvent['kind']>(
  block: number,
  fact: Fact<Kind>,
): Fact<Kind> & Place {
  logs += 1;
  const hash = `0x${'0'.repeat(60)}${block.toString(16).padStart(4, '0')}` as const;
  return { ...fact, block, blockHash: hash, transaction: hash, logIndex: logs };
}

function deposited(depositId: number, quanta: number, account: `0x${string}` = OWNER) {
  const fact = { depositId, account, asset: USDT_ON_CHAIN, quanta };
  return at<'deposited'>(depositId, { kind: 'deposited', ...fact });
}

async function final(...events: CustodyEvent[]): Promise<void> {
  const [{ block, blockHash } = { block: 1, blockHash: '0x' as const }] = events;
  await bridge.final({ number: block, hash: blockHash, timestampMs: 1_000_000 }, events);
}

/** Lets what was seen be done. */
async function seen(...events: CustodyEvent[]): Promise<void> {
  bridge.seen(events);
  await bridge.final({ number: 0, hash: '0x', timestampMs: 0 }, []);
}

function owner(): number {
  return exchange.state.accounts.find(OWNER.toLowerCase());
}

async function funded(): Promise<number> {
  await final(deposited(1, 10 ** 12));
  await final(
    at<'deposited'>(2, {
      kind: 'deposited',
      depositId: 2,
      account: OWNER,
      asset: BTC_ON_CHAIN,
      quanta: 10 ** 10,
    }),
  );
  return owner();
}

function approval(account: number) {
  return {
    kind: 'approve-agent',
    account,
    address: AGENT,
    expiry: 4_000_000_000,
    marketsLow: 2,
    marketsHigh: 0,
    maxNotional: 2 ** 53 - 1,
    nonce: 5,
  } as const;
}

describe('what owners do on chain', () => {
  it('freezes an account as soon as its exit is seen, and thaws it when that is canceled', async () => {
    const account = await funded();
    await exchange.place(account, { side: BUY, lots: 5 });
    const times = { bindsAt: 60, finalisableAt: 3_600 };
    const request = at<'exit-requested'>(5, { kind: 'exit-requested', account: OWNER, ...times });
    await seen(request);
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    expect(exchange.state.ledger.locked(account, USDT)).toBe(0);
    await final(request);
    await final(at<'exit-canceled'>(6, { kind: 'exit-canceled', account: OWNER }));
    expect(exchange.state.accounts.isFrozen(account)).toBe(false);
    expect(refused).toEqual([]);
  });

  it('thaws nobody by a canceled exit whose signatures did not count, however often', async () => {
    const account = await funded();
    const failed = { kind: 'freeze-account', account, reason: 'unsettleable' } as const;
    await exchange.port.execute({ ...failed, frozen: true });
    const times = { bindsAt: 60, finalisableAt: 3_600 };
    for (const block of [5, 15]) {
      const request = { kind: 'exit-requested', account: OWNER, ...times } as const;
      await seen(at<'exit-requested'>(block, request));
      await final(at<'exit-requested'>(block, request));
      await final(at<'exit-canceled'>(block + 1, { kind: 'exit-canceled', account: OWNER }));
      expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    }
    await exchange.port.execute({ ...failed, frozen: false });
    expect(exchange.state.accounts.isFrozen(account)).toBe(false);
    expect(refused).toEqual([]);
  });

  it('thaws by a canceled exit who was paid out before what they had traded was settled', async () => {
    const privateKey = `0x${'b5'.repeat(32)}` as const;
    const { address } = privateKeyToAccount(privateKey);
    const domain = () => ({ chainId: 1337, verifyingContract: FEE_ACCOUNT });
    await begin(new Backstop({ address, signer: { privateKey }, domain }));
    await exchange.place(await exchange.account('22'), { side: SELL, lots: 5 });
    await final(deposited(3, 10 ** 12), deposited(4, 10 ** 12, address));
    const account = owner();
    await exchange.place(account, { side: BUY, lots: 5 });
    const times = { bindsAt: 60, finalisableAt: 3_600 };
    const request = at<'exit-requested'>(5, { kind: 'exit-requested', account: OWNER, ...times });
    await seen(request);
    await final(request);
    const paid = { asset: USDT_ON_CHAIN, quanta: 10 ** 12 };
    await final(at<'exited'>(9, { kind: 'exited', account: OWNER, ...paid }));
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    await final(at<'exit-canceled'>(10, { kind: 'exit-canceled', account: OWNER }));
    expect(exchange.state.accounts.isFrozen(account)).toBe(false);
    expect([exchange.book.trades.quarantined.size, refused]).toEqual([0, []]);
  });

  it('takes out what an exit paid, once, and what was asked for before with it', async () => {
    const account = await funded();
    await exchange.withdraw(account, 400, 1);
    const quanta = 10 ** 12;
    const fact = { kind: 'exited', account: OWNER, asset: USDT_ON_CHAIN, quanta } as const;
    const exited = at<'exited'>(9, fact);
    await final(exited);
    expect(exchange.state.ledger.available(account, USDT)).toBe(0);
    expect(exchange.state.withdrawals.pending(account)).toEqual([]);
    await final(exited);
    await final(deposited(3, 50));
    await exchange.withdraw(account, 20, 2);
    await final(exited);
    expect(exchange.state.withdrawals.pending(account)).toHaveLength(1);
    expect(exchange.state.ledger.available(account, USDT)).toBe(30);
    expect(refused).toEqual([]);
  });

  it('has taken over what who left had traded before it debits what was paid', async () => {
    const account = await funded();
    const asset = USDT_ON_CHAIN;
    await final(at<'exited'>(9, { kind: 'exited', account: OWNER, asset, quanta: 10 ** 12 }));
    expect(lefts).toEqual([{ account, available: 10 ** 12 }]);
    expect(exchange.state.ledger.available(account, USDT)).toBe(0);
  });

  it('says so when an exit paid more than the ledger has', async () => {
    await funded();
    const quanta = 10 ** 12 + 1;
    const fact = { kind: 'exited', account: OWNER, asset: USDT_ON_CHAIN, quanta } as const;
    await final(at<'exited'>(9, fact));
    expect(refused.map(({ reason }) => reason)).toEqual(['risk/insufficient-funds']);
  });

  it('cancels an order by the nonce that it was signed under', async () => {
    const account = await funded();
    const nonce = await exchange.place(account, { side: SELL, lots: 5 });
    await exchange.place(account, { side: SELL, lots: 6 });
    const event = at<'order-canceled'>(5, {
      kind: 'order-canceled',
      account: OWNER,
      nonce,
      bindsAt: 60,
    });
    await seen(event);
    expect(exchange.state.ledger.locked(account, BTC)).toBe(6 * 10_000);
    await final(event);
    expect(refused).toEqual([]);
  });

  it('cancels all orders when an epoch is seen to end, and begins the next when that is final', async () => {
    const account = await funded();
    await exchange.place(account, { side: SELL, lots: 5 });
    const fact = { kind: 'epoch-bumped', account: OWNER, epoch: 1, bindsAt: 60 } as const;
    const event = at<'epoch-bumped'>(5, fact);
    await seen(event);
    expect(exchange.state.ledger.locked(account, BTC)).toBe(0);
    expect(exchange.state.nonces.epoch(account)).toBe(0);
    await final(event);
    await final(event);
    expect(exchange.state.nonces.epoch(account)).toBe(1);
    expect(refused).toEqual([]);
  });

  it('ends a trading key once, though it may be approved anew before that is final', async () => {
    const account = await funded();
    await exchange.port.execute({ ...approval(account), signature: null });
    const fact = { kind: 'agent-revoked', account: OWNER, agent: AGENT, nonce: 6, bindsAt: 60 };
    const event = at<'agent-revoked'>(5, fact as Fact<'agent-revoked'>);
    await seen(event);
    expect(exchange.state.agents.find(AGENT)).toBeNull();
    await exchange.port.execute({ ...approval(account), nonce: 7, signature: null });
    await final(event);
    expect(exchange.state.agents.find(AGENT)).not.toBeNull();
  });

  it('takes an approval on chain for an account that has nothing yet, and an older one not', async () => {
    const fact = {
      kind: 'agent-approved',
      account: OWNER,
      agent: AGENT,
      expiry: 4_000_000_000,
      markets: (1n << 40n) | 2n,
      maxNotional: 2n ** 64n - 1n,
      nonce: 9,
    } as const;
    await final(at<'agent-approved'>(5, fact));
    expect(exchange.state.agents.of(owner())).toMatchObject([
      { address: AGENT, marketsLow: 2, marketsHigh: 256, maxNotional: 2 ** 53 - 1 },
    ]);
    await final(at<'agent-approved'>(6, { ...fact, markets: 0n, nonce: 8 }));
    expect(exchange.state.agents.of(owner())[0]?.marketsLow).toBe(2);
    expect(refused).toEqual([]);
  });
});

function canceled(nonce: number, block = 5) {
  const fact = { kind: 'order-canceled', account: OWNER, nonce, bindsAt: 60 } as const;
  return at<'order-canceled'>(block, fact);
}

function revoked(nonce: number, block = 5) {
  const fact = { kind: 'agent-revoked', account: OWNER, agent: AGENT, nonce, bindsAt: 60 } as const;
  return at<'agent-revoked'>(block, fact);
}

function approved(nonce: number, maxNotional = 2n ** 64n - 1n, block = 5) {
  const limits = { agent: AGENT, expiry: 4_000_000_000, markets: 2n, maxNotional, nonce };
  return at<'agent-approved'>(block, { kind: 'agent-approved', account: OWNER, ...limits });
}

/** Signs an approval for the engine. @returns Why it is refused; `null` when it is not. */
async function sign(nonce: number, maxNotional = 2 ** 53 - 1): Promise<string | null> {
  const signature = new Uint8Array(64).fill(3);
  const { events } = await exchange.port.execute({
    ...approval(owner()),
    nonce,
    maxNotional,
    signature,
  });
  return events[0]?.kind === 'rejected' ? events[0].code : null;
}

describe('what owners narrow on chain before the engine knows of it', () => {
  it('is a nonce that no order has yet: none gets it any more', async () => {
    const account = await funded();
    await seen(canceled(64), canceled(193));
    await expect(exchange.place(account, { side: SELL, lots: 5 })).rejects.toThrow('nonce-used');
    await exchange.place(account, { side: SELL, lots: 5 });
    await expect(exchange.place(account, { side: SELL, lots: 5 })).resolves.toBe(192);
    expect(exchange.state.nonces.fault(account, 0, 193)).toBe('auth/nonce-used');
    expect([refused, narrowed]).toEqual([[], [account, account]]);
  });

  it('is a leg that waits for its order: it ends alone', async () => {
    const account = await funded();
    const nonce = await exchange.place(account, { side: SELL, lots: 5, profitAt: 6_500_000 });
    expect(exchange.state.parkedIds.size).toBe(1);
    await seen(canceled(nonce + 1));
    expect(exchange.state.parkedIds.size).toBe(0);
    expect(exchange.state.ledger.locked(account, BTC)).toBe(5 * 10_000);
    await final(canceled(nonce + 1));
    expect(refused).toEqual([]);
  });

  it('is said of an address that has no account: the account begins with it', async () => {
    const bump = { kind: 'epoch-bumped', account: OWNER, epoch: 2, bindsAt: 60 } as const;
    await final(canceled(64), revoked(9), at<'epoch-bumped'>(5, bump));
    const account = await funded();
    expect(exchange.state.nonces.epoch(account)).toBe(2);
    expect(await sign(9)).toBe('auth/approval-replayed');
    expect(await sign(10)).toBeNull();
    await expect(exchange.place(account, { side: SELL, lots: 5, epoch: 2 })).rejects.toThrow(
      'nonce-used',
    );
    expect([refused, narrowed]).toEqual([[], []]);
  });

  it('is a key that is not approved here: no older approval of it counts', async () => {
    await funded();
    await seen(revoked(9));
    expect([await sign(8), await sign(9), await sign(10)]).toEqual([
      ...['auth/approval-replayed', 'auth/approval-replayed', null],
    ]);
  });

  it('is a narrower approval with the nonce of the one here, or above: both count together', async () => {
    const account = await funded();
    expect(await sign(5, 900)).toBeNull();
    await seen(approved(5, 400n));
    expect(exchange.state.agents.of(account)).toMatchObject([{ nonce: 5, maxNotional: 400 }]);
    await seen(approved(7, 300n));
    expect(exchange.state.agents.of(account)).toMatchObject([{ nonce: 5, maxNotional: 300 }]);
    await final(approved(7, 300n));
    expect(exchange.state.agents.of(account)).toMatchObject([{ nonce: 7, maxNotional: 300 }]);
    expect(narrowed.length).toBeGreaterThanOrEqual(2);
    expect(refused).toEqual([]);
  });

  it('widens no key before it is final', async () => {
    const account = await funded();
    expect(await sign(5, 900)).toBeNull();
    const wider = approved(6);
    await seen(wider);
    expect(exchange.state.agents.of(account)).toMatchObject([{ nonce: 5, maxNotional: 900 }]);
    await final(wider);
    expect(exchange.state.agents.of(account)).toMatchObject([
      { nonce: 6, maxNotional: 2 ** 53 - 1 },
    ]);
  });

  it('is nothing when the chain has what the engine had it told', async () => {
    const account = await funded();
    expect(await sign(5)).toBeNull();
    const before = exchange.state.agents.of(account);
    await final(approved(5));
    expect(exchange.state.agents.of(account)).toEqual(before);
    expect([narrowed, refused]).toEqual([[], []]);
  });

  it('does not bring back a key that was revoked here, when its approval is told late', async () => {
    const account = await funded();
    expect(await sign(5)).toBeNull();
    await exchange.port.execute({ kind: 'revoke-agent', account, address: AGENT });
    await final(approved(5));
    await final(approved(4));
    expect(exchange.state.agents.find(AGENT)).toBeNull();
    expect(refused).toEqual([]);
  });

  it('is said when it cannot be told whether an approval was overtaken', async () => {
    await funded();
    const event = approved(3);
    await seen(event);
    for (let key = 1; key <= 64; key += 1) {
      const agent = `0x${String(key).padStart(40, '0')}` as const;
      const fact = { kind: 'agent-revoked', account: OWNER, agent, nonce: 3 + key, bindsAt: 60 };
      await seen(at<'agent-revoked'>(6, fact as Fact<'agent-revoked'>));
    }
    await final(event);
    expect(refused.map(({ reason }) => reason)).toEqual(['auth/approval-forgotten']);
  });
});

describe('an exit', () => {
  function exit(block: number) {
    const fact = { account: OWNER, bindsAt: 60, finalisableAt: 3_600 };
    return at<'exit-requested'>(block, { kind: 'exit-requested', ...fact });
  }

  it('whose block is given up freezes nobody any more, until it is mined again', async () => {
    const account = await funded();
    const request = exit(7);
    await seen(request);
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    bridge.undone(8);
    await seen();
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    bridge.undone(7);
    await seen();
    expect(exchange.state.accounts.isFrozen(account)).toBe(false);
    await seen(request);
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    await final(request);
    bridge.undone(7);
    await seen();
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    expect(refused).toEqual([]);
  });

  const cancel = (block: number) =>
    at<'exit-canceled'>(block, { kind: 'exit-canceled', account: OWNER });

  it('that is asked for again before the first one is final freezes until it is given up or canceled', async () => {
    const account = await funded();
    const [first, second, again] = [exit(7), cancel(8), exit(9)];
    await seen(first, second, again);
    await final(first);
    await final(second);
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    bridge.undone(9);
    await seen();
    expect(exchange.state.accounts.isFrozen(account)).toBe(false);
    await seen(again);
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    await final(again);
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    await final(cancel(10));
    expect(exchange.state.accounts.isFrozen(account)).toBe(false);
    expect(refused).toEqual([]);
  });

  it('freezes when it is final whoever was thawed since it was seen', async () => {
    const account = await funded();
    const request = exit(7);
    await seen(request);
    await exchange.port.execute({ kind: 'freeze-account', account, reason: 'exit', frozen: false });
    await final(request);
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
    await final(request);
    expect(refused).toEqual([]);
  });

  it('does not thaw who was frozen before', async () => {
    const account = await funded();
    await exchange.port.execute({
      kind: 'freeze-account',
      account,
      reason: 'unsettleable',
      frozen: true,
    });
    await seen(exit(7));
    bridge.undone(7);
    await seen();
    expect(exchange.state.accounts.isFrozen(account)).toBe(true);
  });

  it('that was seen before the deposit is final, and whose block is given up, freezes nobody', async () => {
    await seen(deposited(1, 700), exit(3));
    bridge.undone(3);
    await final(deposited(1, 700));
    expect(exchange.state.accounts.isFrozen(owner())).toBe(false);
  });

  it('that was seen before the deposit is final freezes the account when it is opened', async () => {
    const request = exit(3);
    await seen(deposited(1, 700), request);
    await final(deposited(1, 700));
    expect(exchange.state.accounts.isFrozen(owner())).toBe(true);
    await final(request);
    await final(at<'exit-canceled'>(6, { kind: 'exit-canceled', account: OWNER }));
    expect(exchange.state.accounts.isFrozen(owner())).toBe(false);
    expect(refused).toEqual([]);
  });
});
