import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderRequest, OrderSignature } from '#lib/domain/order-request.ts';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { KeptStore } from '#scripts/testing/kept-store.ts';
import {
  principalOf,
  requestWith,
  SignedExchange,
  type Signer,
  type Trader,
} from '#scripts/testing/signed-exchange.ts';
import { boundedPort, type OrderEntry } from '#server/order-entry/index.ts';
import { followExchange } from '#server/projection.ts';
import { ContractBound } from './contract-bound.ts';
import { SettlementBook } from './settlement-book.ts';

/** 10,000 USDT. */
const BOUND = 10_000_000_000;
/** 0.01 BTC at 66,000: 660 USDT, of which fifteen fit. */
const PRICE = 6_600_000;
const LOTS = 100;
const EACH = BigInt(PRICE * LOTS);
const OUT_OF_ROOM = 'risk/unsettled-contract-exposure';
const USDT = 0;
const BTC = 1;

let exchange: SignedExchange;
let book: SettlementBook;
let store: KeptStore;
let entry: OrderEntry;
/** The account of a contract, which says yes to every signature that is long enough. */
let wallet: Trader;
let maker: Trader;
let backstop: Trader;
let unfollow: () => void;
let nonces = 0;

beforeEach(async () => {
  exchange = await SignedExchange.begin();
  book = new SettlementBook();
  store = new KeptStore();
  await book.restore(store, exchange.state);
  unfollow = followExchange(exchange.port, [book]);
  wallet = await exchange.trader();
  maker = await exchange.trader();
  backstop = await exchange.trader();
  entry = entryOver(book);
  stock = [];
});

afterEach(async () => {
  unfollow();
  await exchange.close();
});

function entryOver(followed: SettlementBook, most = BOUND): OrderEntry {
  const { words, exposure } = followed;
  const bound = new ContractBound({ words, exposure, most, backstop: () => backstop.account });
  return exchange.entryWith({
    port: boundedPort(exchange.port, bound),
    contractSignatures: async () => await Promise.resolve(true),
  });
}

/** What the contract signs: it does not matter what. */
function word(terms: Partial<OrderSignature> = {}): OrderSignature {
  nonces += 1;
  return {
    nonce: exchange.clock.now() + nonces,
    epoch: 0,
    expiry: exchange.seconds() + 3_600,
    maxFeePpm: 500,
    signature: `0x${'07'.repeat(70)}`,
    ...terms,
  };
}

let stock: number[] = [];

/** The contract's word under a nonce for an order that rests. */
async function resting(): Promise<OrderSignature> {
  if (stock.length === 0) {
    const { first, count } = await entry.reserveNonces(session(), null);
    stock = Array.from({ length: count }, (_, place) => first + place);
  }
  return word({ nonce: stock.shift() ?? 0 });
}

const session = (of: Signer = wallet) => principalOf(of, { kind: 'session' });

async function place(changes: Partial<OrderRequest> = {}, by: OrderEntry = entry) {
  const signed = changes.signed ?? (await resting());
  return await by.place(session(), requestWith({ quantityLots: LOTS, ...changes, signed }));
}

/** The code with which something is refused; `null` when it is done. */
async function refusal(doing: Promise<unknown>): Promise<string | null> {
  try {
    const answer = (await doing) as { readonly outcome?: string; readonly code?: string };
    return answer.outcome === 'rejected' ? (answer.code ?? '') : null;
  } catch (error) {
    if (error instanceof ProtocolError) return error.code;
    throw error;
  }
}

async function placed(changes: Partial<OrderRequest> = {}): Promise<number> {
  const answer = await place(changes);
  if (answer.outcome !== 'placed') throw new TypeError(JSON.stringify(answer));
  return answer.order.orderId;
}

const exposed = () => book.exposure.notional(wallet.account);

/** Somebody with a key of their own takes what there is. */
async function takes(changes: Partial<OrderRequest>): Promise<void> {
  const request = requestWith({ timeInForce: 'IOC', quantityLots: LOTS, ...changes });
  const { address: account, key } = maker;
  nonces += 1;
  const nonce = exchange.clock.now() + nonces;
  const signed = await exchange.signed(request, { account, key, nonce });
  const answer = await exchange.entry.place(session(maker), { ...request, signed });
  expect(answer).toMatchObject({ outcome: 'placed' });
}

describe('orders that a contract signs', () => {
  it('are taken up to the bound, and refused with what is used above it', async () => {
    for (let count = 0; count < 15; count += 1) await placed();
    expect(exposed()).toBe(15n * EACH);
    await expect(place()).rejects.toMatchObject({
      code: OUT_OF_ROOM,
      facts: { asset: 'USDT', bound: '10000', used: '9900', needed: '660' },
    });
    // 15 lots at 66,000 are 99 USDT: that is what is left, and one lot more is not.
    expect(await refusal(place({ quantityLots: 16 }))).toBe(OUT_OF_ROOM);
    expect(await refusal(place({ quantityLots: 15 }))).toBe(null);
    expect(exposed()).toBe(15n * EACH + 99_000_000n);
  });

  it('are bounded together when they come at once', async () => {
    const signatures: OrderSignature[] = [];
    for (let count = 0; count < 40; count += 1) signatures.push(await resting());
    const placing = signatures.map((signed) => refusal(place({ signed })));
    const answers = await Promise.all(placing);
    expect(answers.filter((code) => code === null).length).toBe(15);
    expect(answers.filter((code) => code === OUT_OF_ROOM).length).toBe(25);
    expect(exposed()).toBe(15n * EACH);
  });

  it('count while their command is on its way, and no longer than that', async () => {
    const bound = new ContractBound({ ...book, most: BOUND, backstop: () => backstop.account });
    const held: (() => void)[] = [];
    const command: Parameters<typeof bound.hold>[0] = {
      kind: 'modify',
      account: wallet.account,
      clientOrderId: 0,
      triggerPrice: 0,
      orderId: await placed(),
      price: PRICE,
      quantity: 1_400,
      authority: { agent: 0, nonce: 1, epoch: 0, expiry: 1, maxFeePpm: 500 },
      signature: new Uint8Array(70),
    };
    held.push(bound.hold(command, exchange.state));
    expect(() => bound.hold(command, exchange.state)).toThrow(ProtocolError);
    for (const release of [...held, ...held]) release();
    expect(bound.hold(command, exchange.state)).toBeTypeOf('function');
  });

  it('make room when they are canceled', async () => {
    for (let count = 0; count < 15; count += 1) await placed();
    const { canceled } = await entry.cancelAll(session(), null);
    expect([canceled.length, exposed()]).toEqual([15, 0n]);
    const orderId = await placed({ quantityLots: 1_515 });
    expect(await refusal(place({ quantityLots: 16 }))).toBe(OUT_OF_ROOM);
    await entry.cancel(session(), { orderId });
    expect(exposed()).toBe(0n);
  });

  it('count with their legs', async () => {
    const leg = async (changes: { priceTicks: number; triggerTicks: number }) => ({
      ...{ type: changes.triggerTicks === 0 ? 'limit' : 'stop_limit', ...changes },
      signed: await resting(),
    });
    const legs = async () => ({
      takeProfit: await leg({ priceTicks: 7_000_000, triggerTicks: 0 }),
      stopLoss: await leg({ priceTicks: 6_300_000, triggerTicks: 6_400_000 }),
    });
    const request = { quantityLots: 468, ...(await legs()) } as Partial<OrderRequest>;
    expect(await refusal(place({ ...request, quantityLots: 469 }))).toBe(OUT_OF_ROOM);
    await placed(request);
    // What is bought, what it is sold for, and what the stop waits for.
    expect(exposed()).toBe(BigInt(468 * (6_600_000 + 7_000_000 + 6_400_000)));
    await entry.cancelAll(session(), null);
    expect(exposed()).toBe(0n);
  });

  it('count a sell as what it may bring within the band', async () => {
    const sell = { side: 'sell', priceTicks: 6_100_000, timeInForce: 'IOC' } as const;
    // 1,357 lots at the band's upper limit of 73,700 are 10,001 USDT, at their own 8,278.
    expect(await refusal(place({ ...sell, signed: word(), quantityLots: 1_357 }))).toBe(
      OUT_OF_ROOM,
    );
    expect(await refusal(place({ ...sell, signed: word(), quantityLots: 1_356 }))).toBe(null);
    expect(exposed()).toBe(0n);
  });

  it('are none at all where the bound is zero', async () => {
    const none = entryOver(book, 0);
    expect(await refusal(place({ quantityLots: 15 }, none))).toBe(OUT_OF_ROOM);
  });

  it('are not counted for whoever signs with a key', async () => {
    const request = requestWith({ quantityLots: 10_000 });
    const { address: account, key } = maker;
    const { first } = await entry.reserveNonces(session(maker), null);
    const signed = await exchange.signed(request, { account, key, nonce: first });
    expect(await refusal(entry.place(session(maker), { ...request, signed }))).toBe(null);
    expect(book.exposure.largest()).toBe(0n);
  });

  it('that were taken before are answered again, however full it is', async () => {
    const request = { clientOrderId: '7', quantityLots: 1_515, signed: await resting() };
    await placed(request);
    expect(await place(request)).toMatchObject({ outcome: 'duplicate' });
    expect(await refusal(place({ quantityLots: 16 }))).toBe(OUT_OF_ROOM);
  });
});

describe('a change that a contract signs', () => {
  async function modify(orderId: number, changes: { lots?: number; price?: number }) {
    return await entry.modify(session(), {
      order: { orderId },
      priceTicks: changes.price ?? 0,
      quantityLots: changes.lots ?? 0,
      triggerTicks: 0,
      signed: await resting(),
    });
  }

  it('counts as what the order becomes', async () => {
    const orderId = await placed({ quantityLots: 1_000 });
    expect(await refusal(modify(orderId, { lots: 1_516 }))).toBe(OUT_OF_ROOM);
    expect(await refusal(modify(orderId, { lots: 1_515 }))).toBe(null);
    expect(exposed()).toBe(BigInt(1_515 * PRICE));
    expect(await refusal(modify(orderId, { price: 6_650_000 }))).toBe(OUT_OF_ROOM);
    expect(await refusal(modify(orderId, { lots: 1_500, price: 6_650_000 }))).toBe(null);
    expect(exposed()).toBe(BigInt(1_500 * 6_650_000));
  });

  it('does not forget what is filled of it, nor what was traded', async () => {
    const orderId = await placed({ quantityLots: 1_000 });
    await takes({ side: 'sell', quantityLots: 400 });
    expect(exposed()).toBe(BigInt(1_000 * PRICE));
    // 400 are traded and 1,115 would be open.
    expect(await refusal(modify(orderId, { lots: 1_516 }))).toBe(OUT_OF_ROOM);
    expect(await refusal(modify(orderId, { lots: 1_515 }))).toBe(null);
    expect(exposed()).toBe(BigInt(1_515 * PRICE));
  });

  it('may always make it smaller', async () => {
    const orderId = await placed({ quantityLots: 1_515 });
    await entry.modify(session(), {
      ...{ order: { orderId }, priceTicks: 0, triggerTicks: 0, signed: null },
      quantityLots: 500,
    });
    expect(exposed()).toBe(BigInt(500 * PRICE));
    const tight = entryOver(book, 1_000_000);
    const signed = await resting();
    const smaller = { order: { orderId }, priceTicks: 6_590_000, triggerTicks: 0, signed };
    expect(await refusal(tight.modify(session(), { ...smaller, quantityLots: 400 }))).toBe(null);
    expect(exposed()).toBe(BigInt(400 * 6_590_000));
  });

  it('counts of a leg that waits for its order too', async () => {
    const profit = { type: 'limit', priceTicks: 7_000_000, triggerTicks: 0 } as const;
    const takeProfit = { ...profit, signed: await resting() };
    const orderId = await placed({ quantityLots: 400, takeProfit });
    const moved = async (price: number) => await refusal(modify(orderId + 1, { price }));
    expect([await moved(18_500_000), await moved(18_000_000)]).toEqual([OUT_OF_ROOM, null]);
    expect(exposed()).toBe(BigInt(400 * (PRICE + 18_000_000)));
  });

  it('brings an order in that its own key had signed', async () => {
    const agent = await exchange.agentOf(wallet);
    const key = principalOf(wallet, { kind: 'api-key', agent });
    const answer = await entry.place(key, requestWith({ quantityLots: 3_000 }));
    if (answer.outcome !== 'placed') throw new TypeError(answer.outcome);
    expect(exposed()).toBe(0n);
    const { orderId } = answer.order;
    expect(await refusal(modify(orderId, { lots: 2_000, price: 6_590_000 }))).toBe(OUT_OF_ROOM);
    expect(await refusal(modify(orderId, { lots: 1_500, price: 6_590_000 }))).toBe(null);
    expect(exposed()).toBe(BigInt(1_500 * 6_590_000));
  });
});

describe('trades on a contract’s word', () => {
  const settles = async () => {
    const { port } = exchange;
    const { batch } = book.trades.progress;
    const through = book.tradeCount;
    const digest = `0x${'d1'.repeat(32)}`;
    await port.execute({ kind: 'submit-batch', batch: batch + 1, through, digest });
    const transaction = `0x${'f1'.repeat(32)}`;
    const settled = { through, transaction, block: 9, takenOver: [] };
    await port.execute({ kind: 'settle-batch', batch: batch + 1, ...settled });
  };

  it('count at their price until they are settled', async () => {
    await placed({ quantityLots: 1_515 });
    await takes({ side: 'sell', quantityLots: 1_515 });
    expect(exposed()).toBe(BigInt(1_515 * PRICE));
    expect(await refusal(place({ quantityLots: 16 }))).toBe(OUT_OF_ROOM);
    await settles();
    expect(exposed()).toBe(0n);
    expect(await refusal(place({ quantityLots: 16 }))).toBe(null);
  });

  it('count as taker too, at the price that was traded', async () => {
    const request = requestWith({ side: 'sell', priceTicks: 6_500_000, quantityLots: LOTS });
    const { address: account, key } = maker;
    const { first } = await entry.reserveNonces(session(maker), null);
    const signed = await exchange.signed(request, { account, key, nonce: first });
    await exchange.entry.place(session(maker), { ...request, signed });
    await place({ timeInForce: 'IOC', signed: word() });
    expect(exposed()).toBe(BigInt(LOTS * 6_500_000));
  });

  it('count no more when the backstop has taken the side over', async () => {
    await placed({ quantityLots: 1_000 });
    await takes({ side: 'sell', quantityLots: 1_000 });
    const [{ port }, { account }] = [exchange, wallet];
    await port.execute({ kind: 'freeze-account', account, reason: 'unsettleable', frozen: true });
    await port.execute({ kind: 'quarantine-trade', tradeId: 1 });
    expect(exposed()).toBe(BigInt(1_000 * PRICE));
    const reassigned = await port.execute({
      ...{ kind: 'reassign-trade', tradeId: 1, from: account, to: backstop.account },
      ...{ paidAsset: USDT, paid: 1_000 * PRICE, receivedAsset: BTC, received: 9_995_000 },
    });
    expect(reassigned.events[0]?.kind).toBe('trade-reassigned');
    expect([exposed(), book.exposure.paid(USDT)]).toEqual([0n, 0n]);
  });

  it('are known after a restart, with what is open', async () => {
    await placed({ quantityLots: 500 });
    await takes({ side: 'sell', quantityLots: 500 });
    await placed({ quantityLots: 700 });
    const before = exposed();
    const after = new SettlementBook();
    await after.restore(store.copy(), exchange.state);
    expect(after.exposure.notional(wallet.account)).toBe(before);
    const again = entryOver(after);
    expect(await refusal(place({ quantityLots: 316 }, again))).toBe(OUT_OF_ROOM);
    expect(await refusal(place({ quantityLots: 315 }, again))).toBe(null);
  });
});

describe('a key that only a contract’s word approves', () => {
  const KEY_OK = { expiry: 4_000_000_000, markets: 2n ** 64n - 1n, maxNotional: 2n ** 64n - 1n };
  let approvals = 0;

  async function approve(agent: Signer, changes: { markets?: bigint } = {}) {
    approvals += 1;
    const approval = {
      ...{ account: wallet.address, agent: agent.address, markets: 2n ** 64n - 1n },
      ...{ expiry: exchange.seconds() + 3_600, maxNotional: 2n ** 128n - 1n, nonce: approvals },
      ...changes,
    };
    return await entry.approveAgent({ approval, signature: `0x${'07'.repeat(70)}` });
  }

  /** A final block says what the contract has. */
  function looked(onChain: Partial<typeof KEY_OK & { nonce: number }>): void {
    book.exposure.recheck();
    for (const { key } of book.words.takeWanted(10)) {
      book.words.learnKey(key, { nonce: approvals, ...KEY_OK, ...onChain });
    }
    book.exposure.recheck();
  }

  const withKey = async (agent: Signer, quantityLots: number) =>
    await refusal(
      entry.place(principalOf(wallet, { kind: 'api-key', agent }), requestWith({ quantityLots })),
    );

  it('counts until the chain has it', async () => {
    const agent = await exchange.signer();
    await approve(agent);
    expect(await withKey(agent, 1_515)).toBe(null);
    expect(await withKey(agent, 16)).toBe(OUT_OF_ROOM);
    expect(exposed()).toBe(BigInt(1_515 * PRICE));
    looked({ nonce: 0 });
    expect(exposed()).toBe(BigInt(1_515 * PRICE));
    looked({});
    expect(exposed()).toBe(0n);
    expect(await withKey(agent, 100_000)).toBe(null);
    expect(exposed()).toBe(0n);
  });

  it.each([
    ['another market', { markets: 4n }],
    ['a smaller order', { maxNotional: 1n }],
    ['nothing any more', { expiry: 0 }],
    ['an older approval', { nonce: 0 }],
  ])('counts where the chain has it for %s', async (_what, onChain) => {
    const agent = await exchange.signer();
    await approve(agent);
    await withKey(agent, 1_515);
    looked(onChain);
    expect(exposed()).toBe(BigInt(1_515 * PRICE));
    expect(await withKey(agent, 16)).toBe(OUT_OF_ROOM);
  });

  it('counts again when it is approved anew, whatever the chain had', async () => {
    const agent = await exchange.signer();
    await approve(agent);
    await withKey(agent, 1_515);
    looked({});
    await approve(agent);
    expect(await withKey(agent, 1_516)).toBe(OUT_OF_ROOM);
  });

  it('counts from the moment in which the approval is sent', async () => {
    const agent = await exchange.signer();
    const approving = approve(agent);
    // The engine knows the key in the next turn, the book when it is durable.
    const placing = Array.from({ length: 8 }, () => withKey(agent, 500));
    const [, ...answers] = await Promise.all([approving, ...placing]);
    const taken = answers.filter((code) => code === null).length;
    expect(taken).toBeLessThanOrEqual(3);
    expect(answers.every((code) => code !== null || taken > 0)).toBe(true);
    expect(exposed()).toBe(BigInt(taken * 500 * PRICE));
  });

  it('loses no nonce by what is refused', async () => {
    const agent = await exchange.signer();
    await approve(agent);
    expect(await withKey(agent, 1_515)).toBe(null);
    const reserved = async () =>
      (await entry.nonceState(session(), agent.address)).ranges.map(({ first }) => first);
    const before = await reserved();
    for (let count = 0; count < 200; count += 1) {
      expect(await withKey(agent, 16)).toBe(OUT_OF_ROOM);
    }
    expect(await reserved()).toEqual(before);
  });
});

describe('an epoch that only a contract’s word began', () => {
  it('counts all orders until the chain has begun it', async () => {
    const agent = await exchange.agentOf(wallet);
    const key = principalOf(wallet, { kind: 'api-key', agent });
    const signature = `0x${'07'.repeat(70)}`;
    await entry.bumpEpoch({ account: wallet.address, epoch: 1, signature });
    const buy = async (quantityLots: number) =>
      await refusal(entry.place(key, requestWith({ quantityLots })));
    expect(await buy(1_515)).toBe(null);
    expect(await buy(16)).toBe(OUT_OF_ROOM);
    const after = new SettlementBook();
    await after.restore(store.copy(), exchange.state);
    expect(after.exposure.notional(wallet.account)).toBe(BigInt(1_515 * PRICE));
    book.words.learnEpoch(wallet.account, 0);
    expect(await buy(16)).toBe(OUT_OF_ROOM);
    expect(book.words.takeWaiting(9)).toEqual([wallet.account]);
    book.words.learnEpoch(wallet.account, 1);
    book.exposure.recheck();
    expect([exposed(), await buy(20_000)]).toEqual([0n, null]);
  });
});

describe('all contracts together', () => {
  it('may trade on their word what the backstop could pay in their stead', async () => {
    const { port } = exchange;
    const free = exchange.state.ledger.available(backstop.account, USDT);
    // All but 1,000 USDT leave the backstop.
    await port.execute({
      ...{ kind: 'withdraw', account: backstop.account, asset: USDT, source: 2, sourceSeq: 1 },
      amount: free - 1_000_000_000,
    });
    expect(await refusal(place({ quantityLots: 152 }))).toBe('risk/backstop-exhausted');
    expect(await refusal(place({ quantityLots: 151 }))).toBe(null);
    const other = await exchange.trader();
    const { first: nonce } = await entry.reserveNonces(session(other), null);
    const request = requestWith({ quantityLots: 15, signed: word({ nonce }) });
    expect(await refusal(entry.place(session(other), request))).toBe('risk/backstop-exhausted');
    // What is sold takes other money of the backstop's.
    const sell = { side: 'sell', priceTicks: 6_800_000, quantityLots: 100 } as const;
    expect(await refusal(place(sell))).toBe(null);
    expect(book.exposure.paid(BTC)).toBe(1_000_000n);
  });

  it('may trade nothing on their word where there is no backstop', async () => {
    const bound = new ContractBound({ ...book, most: BOUND, backstop: () => null });
    const alone = exchange.entryWith({
      port: boundedPort(exchange.port, bound),
      contractSignatures: async () => await Promise.resolve(true),
    });
    expect(await refusal(place({ quantityLots: 15 }, alone))).toBe('risk/backstop-exhausted');
  });
});
