import { bytesToHex } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { refusalOf } from '#scripts/testing/refusal-of.ts';
import {
  principalOf,
  requestWith,
  SignedExchange,
  type Signer,
  type Trader,
} from '#scripts/testing/signed-exchange.ts';
import type { Principal } from '#server/auth/index.ts';
import { openOrdersOf } from '#server/engine/index.ts';
import type { ModifyRequest } from './answers.ts';
import type { OrderEntry } from './order-entry.ts';

let exchange: SignedExchange;
let entry: OrderEntry;
let alice: Trader;
let agent: Signer;
let session: Principal;
let apiKey: Principal;

beforeEach(async () => {
  exchange = await SignedExchange.begin();
  entry = exchange.entry;
  alice = await exchange.trader();
  agent = await exchange.agentOf(alice);
  session = principalOf(alice, { kind: 'session' });
  apiKey = principalOf(alice, { kind: 'api-key', agent });
});

afterEach(async () => {
  await exchange.close();
});

async function refusal(answer: Promise<unknown>): Promise<[string, unknown]> {
  const { code, facts } = await refusalOf(answer);
  return [code, facts];
}

async function place(changes: Partial<OrderRequest> = {}): Promise<number> {
  const answer = await entry.place(apiKey, requestWith(changes));
  if (answer.outcome !== 'placed') throw new Error(`the order was ${answer.outcome}`);
  return answer.order.orderId;
}

const openIds = () => openOrdersOf(exchange.state, alice.account).map(({ orderId }) => orderId);

const unchanged = { priceTicks: 0, quantityLots: 0, triggerTicks: 0, signed: null } as const;

describe('canceling', () => {
  it('works by id and by client order id, for a session too', async () => {
    const first = await place();
    const second = await place({ clientOrderId: 'second one' });
    expect(await entry.cancel(session, { orderId: first })).toMatchObject({
      canceled: [{ orderId: first, remainingLots: 100 }],
    });
    const named = await entry.cancel(session, { clientOrderId: 'second one' });
    expect(named.canceled).toEqual([{ orderId: second, remainingLots: 100 }]);
    expect([openIds(), named.seq]).toEqual([[], exchange.state.seq]);
  });

  it('says when there is no such order of the account', async () => {
    const id = await place();
    const bob = principalOf(await exchange.trader(), { kind: 'session' });
    expect(await refusal(entry.cancel(bob, { orderId: id }))).toEqual(['order/unknown', undefined]);
    expect((await refusal(entry.cancel(session, { clientOrderId: 'x' })))[0]).toBe('order/unknown');
  });

  it('cancels all, of one market or of every one', async () => {
    const btc = await place();
    const eth = await place({ symbol: 'ETH-USDT', priceTicks: 320_000 });
    const lux = await place({ symbol: 'LUX-USDT', priceTicks: 39_000 });
    const one = await entry.cancelAll(session, 'ETH-USD');
    const rest = await entry.cancelAll(session, null);
    expect(one.canceled.map(({ orderId }) => orderId)).toEqual([eth]);
    expect(rest.canceled.map(({ orderId }) => orderId)).toEqual([btc, lux]);
    expect((await entry.cancelAll(session, null)).canceled).toEqual([]);
    expect((await refusal(entry.cancelAll(session, 'DOGE-USDT')))[0]).toBe(
      'gateway/unknown-symbol',
    );
  });

  it('arms a dead-man switch, which fires unless it is armed anew', async () => {
    await place();
    const { deadlineMs } = await entry.armDeadMan(session, 5_000);
    expect(deadlineMs).toBe(exchange.clock.now() + 5_000);
    exchange.clock.advance(4_999);
    await exchange.port.execute({ kind: 'tick' });
    expect(openIds()).toHaveLength(1);
    exchange.clock.advance(1);
    await exchange.port.execute({ kind: 'tick' });
    expect(openIds()).toEqual([]);
    expect((await entry.armDeadMan(session, 0)).deadlineMs).toBe(0);
  });

  it.each([-1, 999, 86_400_001, 0.5, Number.NaN])('arms none for %d ms', async (afterMs) => {
    const [code, facts] = await refusal(entry.armDeadMan(session, afterMs));
    expect(code).toBe('gateway/invalid-message');
    expect(facts).toMatchObject({ field: 'after_ms' });
  });
});

describe('modifying', () => {
  const modify = (principal: Principal, orderId: number, change: Partial<ModifyRequest>) =>
    entry.modify(principal, { ...unchanged, order: { orderId }, ...change });

  it('only makes it smaller without a signature, and keeps its place', async () => {
    const orderId = await place();
    expect(await modify(session, orderId, { quantityLots: 60 })).toMatchObject({
      orderId,
      quantityLots: 60,
      priceTicks: 6_600_000,
      keptPriority: true,
      orderHash: null,
    });
    for (const change of [{ quantityLots: 61 }, { priceTicks: 6_600_001 }]) {
      expect((await refusal(modify(session, orderId, change)))[0]).toBe('auth/signature-required');
    }
  });

  it('uses up no signature that comes with a smaller size', async () => {
    const orderId = await place();
    const signed = { signature: '0x', nonce: 64, epoch: 9, maxFeePpm: 0, expiry: 1 };
    const answer = await modify(session, orderId, { quantityLots: 50, signed });
    expect(answer).toMatchObject({ quantityLots: 50, orderHash: null });
  });

  it('signs anew for an API key, by client order id too, and tells what it took', async () => {
    const maker = principalOf(await exchange.trader(), { kind: 'api-key' });
    await entry.place(
      maker,
      requestWith({ side: 'sell', priceTicks: 6_700_000, quantityLots: 30 }),
    );
    const orderId = await place({ clientOrderId: 'mine' });
    const order = { clientOrderId: 'mine' };
    const answer = await entry.modify(apiKey, { ...unchanged, order, priceTicks: 6_700_000 });
    expect(answer).toMatchObject({
      orderId,
      priceTicks: 6_700_000,
      keptPriority: false,
      fills: [{ role: 'taker', quantityLots: 30, feeAsset: 'BTC' }],
    });
    expect(answer.orderHash).toMatch(/^0x[0-9a-f]{64}$/);
  });

  it('takes the owner’s signature of the order as it is to become', async () => {
    const orderId = await place({ postOnly: true });
    const { first: nonce } = await entry.reserveNonces(session, null);
    const changed = requestWith({ postOnly: true, priceTicks: 6_550_000, quantityLots: 120 });
    const signed = await exchange.signed(changed, {
      account: alice.address,
      key: alice.key,
      nonce,
    });
    const change = { priceTicks: 6_550_000, quantityLots: 120, signed };
    expect(await modify(session, orderId, change)).toMatchObject({ quantityLots: 120 });
    const other = { ...change, quantityLots: 121 };
    expect((await refusal(modify(session, orderId, other)))[0]).toBe('auth/wrong-signer');
    expect((await refusal(modify(session, orderId, { ...change, priceTicks: 6_540_000 })))[0]).toBe(
      'auth/wrong-signer',
    );
  });

  it('moves the trigger of a stop', async () => {
    const stop = { type: 'stop_limit', side: 'sell', priceTicks: 5_900_000 } as const;
    const orderId = await place({ ...stop, triggerTicks: 6_000_000 });
    const answer = await modify(apiKey, orderId, { triggerTicks: 5_950_000 });
    expect(answer).toMatchObject({ triggerTicks: 5_950_000, priceTicks: 5_900_000 });
  });

  it('is signed anew when the nonces of the key fell away', async () => {
    const orderId = await place();
    for (let count = 0; count < 32; count += 1) await entry.reserveNonces(apiKey, null);
    expect((await modify(apiKey, orderId, { priceTicks: 6_500_000 })).priceTicks).toBe(6_500_000);
  });

  it('says what is wrong with it', async () => {
    const orderId = await place();
    const bob = principalOf(await exchange.trader(), { kind: 'api-key' });
    expect((await refusal(modify(bob, orderId, { priceTicks: 1 })))[0]).toBe('order/unknown');
    expect((await refusal(modify(apiKey, 4_000_001, { priceTicks: 1 })))[0]).toBe('order/unknown');
    expect((await refusal(modify(apiKey, orderId, {})))[0]).toBe('order/nothing-to-modify');
    expect((await refusal(modify(apiKey, orderId, { priceTicks: 9_900_000 })))[0]).toBe(
      'order/price-outside-band',
    );
  });
});

describe('trading keys', () => {
  const approvalOf = (owner: Signer, agentKey: Signer) => ({
    account: owner.address,
    agent: agentKey.address,
    expiry: exchange.seconds() + 600,
    markets: 0b110n,
    maxNotional: 5_000_000n,
    nonce: 100,
  });
  const signedBy = async (key: Uint8Array, approval: ReturnType<typeof approvalOf>) => ({
    approval,
    signature: bytesToHex(
      await exchange.curve.sign(exchange.hasher().agentApproval(approval), key),
    ),
  });

  it('are approved by the owner’s signature', async () => {
    const owner = await exchange.trader();
    const approval = approvalOf(owner, await exchange.signer());
    const answer = await entry.approveAgent(await signedBy(owner.key, approval));
    expect(answer).toMatchObject({ account: owner.account, agent: 1 });
    const { agents, seq } = await entry.agents(principalOf(owner, { kind: 'session' }));
    expect(agents).toEqual([
      {
        number: 1,
        address: approval.agent,
        expiresMs: approval.expiry * 1_000,
        symbols: ['BTC-USDT', 'ETH-USDT'],
        maxNotional: 5_000_000,
      },
    ]);
    expect(seq).toBe(exchange.state.seq);
  });

  it('need an account: a deposit opens one, an approval does not', async () => {
    const owner = await exchange.signer();
    const sent = await signedBy(owner.key, approvalOf(owner, await exchange.signer()));
    const accounts = exchange.state.accounts.count;
    expect(await refusal(entry.approveAgent(sent))).toEqual([
      'account/unknown',
      { address: owner.address },
    ]);
    expect(exchange.state.accounts.count).toBe(accounts);
    await exchange.port.execute({
      kind: 'open-account',
      account: accounts,
      address: owner.address,
    });
    expect(await entry.approveAgent(sent)).toMatchObject({ account: accounts });
  });

  it('are listed without limits where they have none', async () => {
    expect((await entry.agents(session)).agents).toMatchObject([
      { address: agent.address, symbols: null, maxNotional: null },
    ]);
  });

  it('are not approved by anybody else, nor twice, nor when it is too late', async () => {
    const owner = await exchange.trader();
    const approval = approvalOf(owner, await exchange.signer());
    const accounts = exchange.state.accounts.count;
    const byAgent = await signedBy(agent.key, { ...approval, account: alice.address });
    expect((await refusal(entry.approveAgent(byAgent)))[0]).toBe('auth/wrong-signer');
    const late = await signedBy(owner.key, { ...approval, expiry: exchange.seconds() });
    expect((await refusal(entry.approveAgent(late)))[0]).toBe('auth/agent-expired');
    const sent = await signedBy(owner.key, approval);
    const other = { ...sent, approval: { ...approval, markets: 0b111n } };
    expect((await refusal(entry.approveAgent(other)))[0]).toBe('auth/wrong-signer');
    const unsignable = { ...sent, approval: { ...approval, nonce: -1 } };
    expect(await refusal(entry.approveAgent(unsignable))).toEqual([
      'auth/not-signable',
      { field: 'nonce' },
    ]);
    expect(exchange.state.accounts.count).toBe(accounts);
    await entry.approveAgent(sent);
    expect(await refusal(entry.approveAgent(sent))).toEqual([
      'auth/approval-replayed',
      { last_nonce: approval.nonce },
    ]);
  });

  it('need a nonce above the one that the chain was seen to have of the key', async () => {
    const owner = await exchange.trader();
    const approval = approvalOf(owner, await exchange.signer());
    await exchange.port.execute({
      kind: 'note-revocation',
      owner: owner.address.toLowerCase(),
      address: approval.agent.toLowerCase(),
      nonce: approval.nonce + 5,
    });
    const older = await signedBy(owner.key, { ...approval, nonce: approval.nonce + 5 });
    expect(await refusal(entry.approveAgent(older))).toEqual([
      'auth/approval-replayed',
      { last_nonce: approval.nonce + 5 },
    ]);
    const newer = await signedBy(owner.key, { ...approval, nonce: approval.nonce + 6 });
    await expect(entry.approveAgent(newer)).resolves.toMatchObject({ agent: 1 });
  });

  it('cannot approve others: a trading key is no owner while it is one', async () => {
    const approval = approvalOf(agent, await exchange.signer());
    const sent = await signedBy(agent.key, approval);
    expect((await refusal(entry.approveAgent(sent)))[0]).toBe('auth/owner-required');
    await entry.revokeAgent(session, agent.address);
    // Then it is one like any other that has no account yet.
    expect((await refusal(entry.approveAgent(sent)))[0]).toBe('account/unknown');
  });

  it('cannot be approvals of another chain or contract', async () => {
    const owner = await exchange.signer();
    const sent = await signedBy(owner.key, approvalOf(owner, await exchange.signer()));
    const domain = { chainId: 96_369, verifyingContract: alice.address };
    const elsewhere = exchange.entryWith({ domain: () => domain });
    expect((await refusal(elsewhere.approveAgent(sent)))[0]).toBe('auth/wrong-signer');
  });

  it('are revoked by the owner, or by themselves, with their orders', async () => {
    await place();
    const second = await exchange.agentOf(alice);
    const secondKey = principalOf(alice, { kind: 'agent', agent: second });
    expect((await refusal(entry.revokeAgent(secondKey, agent.address)))[0]).toBe(
      'auth/owner-required',
    );
    await entry.revokeAgent(secondKey, second.address);
    const upperCase = `0x${agent.address.slice(2).toUpperCase()}` as const;
    await entry.revokeAgent(session, upperCase);
    expect([(await entry.agents(session)).agents, openIds()]).toEqual([[], []]);
    expect((await refusal(entry.revokeAgent(session, agent.address)))[0]).toBe(
      'auth/unknown-agent',
    );
    expect((await refusal(entry.revokeAgent(session, '0x12')))[0]).toBe('gateway/invalid-message');
    expect((await refusal(entry.agents(apiKey)))[0]).toBe('auth/agent-revoked');
  });
});

describe('epochs', () => {
  const signedBump = async (key: Uint8Array, epoch: number) => ({
    account: alice.address,
    epoch,
    signature: bytesToHex(
      await exchange.curve.sign(
        exchange.hasher().cancelAll({ account: alice.address, epoch }),
        key,
      ),
    ),
  });

  it('are begun one after another: the next when the chain has the one before', async () => {
    const untold = new Set<number>();
    const bounded = exchange.entryWith({ isEpochUntold: (account) => untold.has(account) });
    expect(await bounded.bumpEpoch(await signedBump(alice.key, 1))).toMatchObject({ epoch: 1 });
    untold.add(exchange.state.accounts.find(alice.address.toLowerCase()));
    const next = await signedBump(alice.key, 2);
    const before = exchange.state.seq;
    expect((await refusal(bounded.bumpEpoch(next)))[0]).toBe('auth/epoch-untold');
    expect(exchange.state.seq).toBe(before);
    untold.clear();
    expect(await bounded.bumpEpoch(next)).toMatchObject({ epoch: 2 });
  });

  it('are begun one after another also when two are sent at once', async () => {
    const untold = new Set<number>();
    const bounded = exchange.entryWith({ isEpochUntold: (account) => untold.has(account) });
    const bumps = [await signedBump(alice.key, 1), await signedBump(alice.key, 2)];
    const [first, second] = await Promise.allSettled(
      bumps.map(async (bump) => await bounded.bumpEpoch(bump)),
    );
    expect(first).toMatchObject({ status: 'fulfilled', value: { epoch: 1 } });
    expect(second).toMatchObject({ reason: { code: 'auth/epoch-untold' } });
    expect(exchange.state.nonces.epoch(alice.account)).toBe(1);
  });

  it('end everything that was signed before, by the owner’s signature only', async () => {
    await place();
    expect((await refusal(entry.bumpEpoch(await signedBump(agent.key, 1))))[0]).toBe(
      'auth/wrong-signer',
    );
    expect(await refusal(entry.bumpEpoch(await signedBump(alice.key, 2)))).toEqual([
      'auth/wrong-epoch',
      { epoch: 0 },
    ]);
    const sent = await signedBump(alice.key, 1);
    expect(await entry.bumpEpoch(sent)).toMatchObject({ epoch: 1 });
    expect((await refusal(entry.bumpEpoch(sent)))[0]).toBe('auth/wrong-epoch');
    expect(openIds()).toEqual([]);
    expect((await entry.nonceState(session, null)).epoch).toBe(1);
    expect(await place()).toBeGreaterThan(0);
  });

  it('are of no account that is not open', async () => {
    const nobody = await exchange.signer();
    const digest = exchange.hasher().cancelAll({ account: nobody.address, epoch: 1 });
    const signature = bytesToHex(await exchange.curve.sign(digest, nobody.key));
    const sent = { account: nobody.address, epoch: 1, signature };
    expect((await refusal(entry.bumpEpoch(sent)))[0]).toBe('account/unknown');
  });
});

describe('nonces', () => {
  it('are reserved for the key that asks, or for any key of an owner’s', async () => {
    const own = await entry.reserveNonces(session, null);
    expect(own).toMatchObject({ signer: alice.address, first: 64, count: 64 });
    const agents = await entry.reserveNonces(session, agent.address);
    expect(agents).toMatchObject({ signer: agent.address, first: 128, count: 64 });
    expect(await entry.reserveNonces(apiKey, null)).toMatchObject({ signer: agent.address });
  });

  it('are not reserved or shown for the keys of others', async () => {
    const bob = await exchange.trader();
    const second = await exchange.agentOf(alice);
    const ask = [
      [apiKey, second.address, 'auth/owner-required'],
      [apiKey, alice.address, 'auth/owner-required'],
      [session, bob.address, 'auth/unknown-agent'],
      [principalOf(bob, { kind: 'session' }), agent.address, 'auth/unknown-agent'],
    ] as const;
    for (const [principal, signer, code] of ask) {
      expect((await refusal(entry.reserveNonces(principal, signer)))[0]).toBe(code);
      expect((await refusal(entry.nonceState(principal, signer)))[0]).toBe(code);
    }
  });

  it('are shown as far as they are free', async () => {
    await place();
    await place({ timeInForce: 'IOC' });
    const state = await entry.nonceState(session, agent.address);
    expect(state).toEqual({
      epoch: 0,
      nextOneShotNonce: exchange.clock.now() + 1,
      ranges: [{ first: 65, count: 63 }],
      seq: exchange.state.seq,
    });
    expect((await entry.nonceState(session, null)).ranges).toEqual([]);
  });

  it('are shown in runs between those that are used', async () => {
    const { first } = await entry.reserveNonces(session, null);
    for (const place of [0, 31, 32, 63]) {
      const request = requestWith({ priceTicks: 6_500_000 + place });
      const by = { account: alice.address, key: alice.key, nonce: first + place };
      await entry.place(session, { ...request, signed: await exchange.signed(request, by) });
    }
    expect((await entry.nonceState(session, null)).ranges).toEqual([
      { first: first + 1, count: 30 },
      { first: first + 33, count: 30 },
    ]);
  });
});
