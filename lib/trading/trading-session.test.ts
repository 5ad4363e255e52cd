import {
  bytesToHex,
  compactSignatureToSignature,
  parseCompactSignature,
  recoverAddress,
  recoverMessageAddress,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OrderHasher } from '#lib/chain/order-hasher.ts';
import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { IdentityState, Prove } from '#lib/client/identity.ts';
import { RequestFailedError } from '#lib/client/pending-requests.ts';
import type { OrdersChange, StreamClient, StreamUpdate } from '#lib/client/stream-client.ts';
import type { RequestFrame } from '#lib/client/stream-connection.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import { errors } from '#lib/protocol/errors.ts';
import type { ServerFrame } from '#lib/protocol/frames/server-frame.ts';
import type { Agent } from '#lib/protocol/wire-agent.ts';
import type { SignedApproval } from '#lib/protocol/wire-agent-approval.ts';
import type { ToastInput } from '#lib/stores/toast-store.ts';
import { storedOrder } from '#scripts/testing/stored-rows.ts';
import { TradingSession } from './trading-session.ts';

const domain: OrderDomain = { chainId: 1337, verifyingContract: `0x${'cc'.repeat(20)}` };
const wallet = privateKeyToAccount(`0x${'11'.repeat(32)}`);
const owner = wallet.address;

const request: OrderRequest = {
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  timeInForce: 'GTC',
  priceTicks: 6_742_150,
  quantityLots: 25,
  triggerTicks: 0,
  displayLots: 0,
  postOnly: false,
  reduceOnly: false,
  expiresMs: 0,
  clientOrderId: null,
  takeProfit: null,
  stopLoss: null,
  signed: null,
};

let asked: RequestFrame[];
let answers: ((frame: RequestFrame) => Promise<ServerFrame>)[];
let prove: Prove | null;
let identity: IdentityState;
let tellIdentity: () => void;
let tellOrders: (update: Omit<StreamUpdate<OrdersChange>, 'position'>) => void;
let toasts: ToastInput[];
let approvals: SignedApproval[];
let keys: (token: string) => Promise<readonly Agent[]>;
let kept: Map<string, string>;
let session: TradingSession;

/** A connection whose exchange a test plays. */
function connection(): StreamClient {
  const silent = () => () => undefined;
  return {
    state: () => ({ status: 'open', latencyMs: 1 }),
    onState: silent,
    identity: () => identity,
    onIdentity: (listener) => {
      tellIdentity = listener;
      return () => undefined;
    },
    identify: (given) => {
      prove = given;
    },
    request: async (frame) => {
      if (frame.type === 'get_nonces') {
        const data = { epoch: 2, next_one_shot: 5, ranges: [] };
        return { type: 'nonces_update', data, timestamp: 1 };
      }
      if (frame.type === 'reserve_nonces') {
        const data = { signer: owner, first: 640, count: 64 };
        return { type: 'nonces_reserved', data, timestamp: 1 };
      }
      asked.push(frame);
      const next = answers.shift();
      if (next === undefined) throw new Error('nothing is answered to this');
      return await next(frame);
    },
    subscribePrices: silent,
    subscribeMarkets: silent,
    subscribeCandles: silent,
    subscribeBook: silent,
    subscribeTrades: silent,
    subscribeOrders: (listener) => {
      const position = { sequence: 1, prevSequence: null };
      tellOrders = (update) => listener({ ...update, position });
      return () => undefined;
    },
    subscribeFills: silent,
    subscribeFillSettlements: silent,
    subscribeTransfers: silent,
    subscribeBalances: silent,
    subscribeBlocks: silent,
    close: () => undefined,
  };
}

function placed(changes: Parameters<typeof storedOrder>[1] = {}) {
  return async (frame: RequestFrame) => {
    const clientOrderId =
      frame.type === 'place_order' ? (frame.order.client_order_id ?? null) : null;
    const order = storedOrder(4, { clientOrderId, ...changes });
    const data = { order, event: 'submitted', fills: [] } as const;
    const place = { position: null, request_id: undefined, seq: 7, timestamp: 1 };
    return await Promise.resolve({ type: 'order_update', data, ...place } as const);
  };
}

function refused(code: string) {
  const error = { type: 'error', error: code, message: 'No.', timestamp: 1 } as const;
  return () => Promise.reject(new RequestFailedError({ kind: 'refused', error }));
}

const unanswered = () => Promise.reject(new RequestFailedError({ kind: 'unanswered' }));

/** The page has an account with an approved key that the exchange knows. */
async function ready(): Promise<void> {
  session.actFor(owner);
  await session.enable({ signTypedData: (data) => wallet.signTypedData(data as never) });
  const address = JSON.parse([...kept.values()][0] ?? '{}').address;
  identity = {
    status: 'known',
    who: {
      user_id: owner,
      kind: 'agent',
      agent: address,
      expires_at: 9,
      pseudonym: 'ab',
      token: 'jwt',
    },
  };
  tellIdentity();
}

beforeEach(() => {
  asked = [];
  answers = [];
  prove = null;
  identity = { status: 'anonymous' };
  toasts = [];
  approvals = [];
  kept = new Map();
  keys = () => Promise.resolve([]);
  let names = 0;
  session = new TradingSession({
    domain,
    storage: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, text) => kept.set(name, text),
      removeItem: (name) => kept.delete(name),
    },
    now: () => 1_000_000,
    newName: () => {
      names += 1;
      return `n${names}`;
    },
    register: (signed) => {
      approvals.push(signed);
      return Promise.resolve();
    },
    keysOf: (token) => keys(token),
    keyMs: 86_400_000,
    show: (toast) => toasts.push(toast),
    explorerUrl: null,
  });
  session.use(connection());
});

describe('enabling trading', () => {
  it('is wanted anew when the exchange takes the key for an account of its own', async () => {
    await ready();
    if (identity.status !== 'known') throw new Error('the exchange knows the key');
    const other = `0x${'9'.repeat(40)}` as const;
    identity = { status: 'known', who: { ...identity.who, user_id: other, agent: null } };
    tellIdentity();
    expect(session.store.getState()).toMatchObject({
      phase: 'refused',
      refusal: { code: 'auth/agent-revoked' },
      readToken: null,
    });
  });

  it('takes one signature of the wallet, and proves the key on the connection', async () => {
    session.actFor(owner);
    expect(session.store.getState().phase).toBe('no-key');
    await ready();
    const [{ approval, signature } = { approval: null, signature: '' }] = approvals;
    expect(approval).toMatchObject({ account: owner, expiry: 87_400, nonce: 1_000_000 });
    expect(signature).toMatch(/^0x[0-9a-f]{130}$/);
    const proof = await prove?.({ nonce: 'n', message: 'sign me', expires_at: 5 });
    expect(proof).toMatchObject({ address: approval?.agent, nonce: 'n' });
    const signer = await recoverMessageAddress({
      message: 'sign me',
      signature: proof?.signature as `0x${string}`,
    });
    expect(signer.toLowerCase()).toBe(approval?.agent);
    expect(session.store.getState()).toMatchObject({ phase: 'ready', readToken: 'jwt' });
  });

  it('is remembered by the browser, and forgotten when asked to', async () => {
    await ready();
    session.actFor(null);
    expect(session.store.getState().phase).toBe('no-account');
    expect(prove).toBeNull();
    session.actFor(owner);
    expect(prove).not.toBeNull();
    session.disable();
    expect(session.store.getState().phase).toBe('no-key');
    expect(kept.size).toBe(0);
  });

  it('follows what another page of this browser does with the key', async () => {
    await ready();
    const [name, text] = [...kept][0] ?? ['', ''];
    kept.clear();
    session.reload();
    expect(session.store.getState().phase).toBe('no-key');
    kept.set(name, text);
    session.reload();
    expect(session.store.getState().phase).toBe('connecting');
    expect(prove).not.toBeNull();
  });

  it('leaves a key alone that is still the one that is kept', async () => {
    await ready();
    session.reload();
    expect(session.store.getState().phase).toBe('ready');
  });

  it('says when the exchange does not accept the key any more', async () => {
    await ready();
    identity = { status: 'refused', code: 'auth/agent-revoked', message: 'Revoked.' };
    tellIdentity();
    expect(session.store.getState()).toMatchObject({
      phase: 'refused',
      refusal: { code: 'auth/agent-revoked' },
      readToken: null,
    });
  });
});

describe('what the trading key may sign', () => {
  const limits = { symbols: ['BTC-USDT'], maxNotional: 5_000_000, expiresMs: 2_000_000 };
  const keyAddress = () => JSON.parse([...kept.values()][0] ?? '{}').address as `0x${string}`;
  const own = () => ({ ...limits, address: keyAddress(), number: 2 });
  const other = { ...limits, address: owner, number: 1, symbols: [] };

  it('is learned from the exchange, of this key and of no other', async () => {
    const tokens: string[] = [];
    keys = (token) => {
      tokens.push(token);
      return Promise.resolve([other, own()]);
    };
    await ready();
    await expect.poll(() => session.store.getState().key).toEqual(limits);
    expect(tokens).toEqual(['jwt']);
  });

  it('is not known while the exchange does not tell, which stops nobody', async () => {
    keys = () => Promise.reject(new Error('no answer'));
    await ready();
    await Promise.resolve();
    expect(session.store.getState()).toMatchObject({ phase: 'ready', key: null });
  });

  it('is learned anew when the exchange refuses an order for it', async () => {
    await ready();
    keys = () => Promise.resolve([own()]);
    answers.push(() =>
      Promise.reject(
        new RequestFailedError({
          kind: 'refused',
          error: { error: 'auth/agent-notional', message: 'Too large.' } as never,
        }),
      ),
    );
    await session.submit(request);
    await expect.poll(() => session.store.getState().key).toEqual(limits);
  });

  it('is forgotten with the account', async () => {
    keys = () => Promise.resolve([own()]);
    await ready();
    await expect.poll(() => session.store.getState().key).toEqual(limits);
    session.actFor(null);
    expect(session.store.getState().key).toBeNull();
  });
});

describe('sending an order', () => {
  it('signs what the exchange can verify, and shows it until it is answered', async () => {
    await ready();
    answers.push(placed());
    const sending = session.submit(request);
    expect(session.store.getState().sent).toMatchObject([
      { clientOrderId: 'n1', state: 'sending' },
    ]);
    await sending;
    const [frame] = asked;
    if (frame?.type !== 'place_order') throw new Error('no order was sent');
    const { signature, nonce, epoch, max_fee_ppm: maxFeePpm, expires_at: expires } = frame.order;
    expect({ nonce, epoch, maxFeePpm }).toEqual({ nonce: 640, epoch: 2, maxFeePpm: 500 });
    const digest = new OrderHasher(domain).order({
      account: owner,
      market: 1,
      flags: 0,
      price: 6_742_150,
      quantity: 25,
      triggerPrice: 0,
      nonce: 640,
      expiry: Number(expires) / 1_000,
      epoch: 2,
      maxFeePpm: 500,
    });
    const compact = parseCompactSignature(signature as `0x${string}`);
    const signer = await recoverAddress({
      hash: bytesToHex(digest),
      signature: compactSignatureToSignature(compact),
    });
    expect(signer.toLowerCase()).toBe(approvals[0]?.approval.agent);
    const { sent, orders } = session.store.getState();
    expect(sent).toEqual([]);
    expect([...(orders?.keys() ?? [])]).toEqual([4]);
    expect(toasts.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
      'order-n1 pending',
      'order-n1 info',
    ]);
  });

  it('keeps saying how far the settlement is when the answer comes after what was filled', async () => {
    await ready();
    const traded = { status: 'filled', quantityLots: 25, filledLots: 25 } as const;
    answers = [
      async (frame) => {
        const settlement = { stage: 'matched', batch: null, transaction: null } as const;
        const fill = {
          tradeId: 1,
          orderId: 4,
          symbol: 'BTC-USDT',
          side: 'buy',
          role: 'taker',
        } as const;
        const amounts = { priceTicks: 5, quantityLots: 25, feeQuanta: 1, feeAsset: 'BTC' } as const;
        session.store.setState({ fills: [{ ...fill, ...amounts, timestampMs: 1, settlement }] });
        return await placed(traded)(frame);
      },
    ];
    await session.submit(request);
    expect(toasts.at(-1)).toMatchObject({
      kind: 'success',
      detail: expect.stringMatching(/ · Fee 0\.00000001 BTC · Matched, on its way to the chain$/u),
      durationMs: 45_000,
    });
  });

  it('is tried once more with other nonces when these were used', async () => {
    await ready();
    answers.push(refused('auth/nonce-used'), placed());
    await session.submit(request);
    expect(asked).toHaveLength(2);
    expect(session.store.getState().orders?.size).toBe(1);
    answers.push(refused('auth/nonce-used'), refused('auth/nonce-used'));
    await session.submit(request);
    expect(asked).toHaveLength(4);
    expect(toasts.at(-1)).toMatchObject({ kind: 'error', code: 'auth/nonce-used' });
  });

  it('says why it was not taken', async () => {
    await ready();
    answers.push(refused('risk/insufficient-funds'));
    await session.submit(request);
    expect(toasts.at(-1)).toMatchObject({ kind: 'error', code: 'risk/insufficient-funds' });
    expect(session.store.getState().sent).toEqual([]);
    answers.push(placed({ status: 'rejected', reason: 'order/price-outside-band' }));
    await session.submit(request);
    const { message: detail } = errors['order/price-outside-band'];
    expect(toasts.at(-1)).toMatchObject({
      kind: 'error',
      detail,
      code: 'order/price-outside-band',
    });
    expect(session.store.getState().orders?.size ?? 0).toBe(0);
  });

  it('stays in doubt when the answer is lost, until the exchange tells', async () => {
    await ready();
    answers.push(unanswered);
    await session.submit(request);
    expect(session.store.getState().sent).toMatchObject([{ state: 'unanswered' }]);
    expect(toasts.at(-1)).toMatchObject({ kind: 'warning', code: 'client/unanswered' });
    const order = storedOrder(8, { clientOrderId: 'n1' });
    const data = { kind: 'one', order, event: 'submitted', fills: [] } as const;
    tellOrders({ data, isSnapshot: false, seq: 9 });
    expect(session.store.getState().sent).toEqual([]);
    expect(session.store.getState().orders?.has(8)).toBe(true);
  });

  it('is in doubt no longer once the exchange is reached again and does not have it', async () => {
    await ready();
    answers.push(unanswered);
    await session.submit(request);
    const data = { orders: [], cancelAtMs: null };
    const place = { position: null, request_id: undefined, seq: 7, timestamp: 1 };
    answers.push(() => Promise.resolve({ type: 'orders_update', data, ...place }));
    tellIdentity();
    await vi.waitFor(() => expect(session.store.getState().sent).toEqual([]));
    expect(asked.at(-1)).toEqual({ type: 'get_orders' });
  });

  it('sends nothing without a key', async () => {
    session.actFor(owner);
    await session.submit(request);
    expect(asked).toEqual([]);
    expect(toasts.at(-1)).toMatchObject({ kind: 'error', code: 'client/not-sent' });
  });
});

describe('changing an order', () => {
  beforeEach(async () => {
    await ready();
    const orders = [storedOrder(4)];
    const data = { kind: 'all', orders, cancelAtMs: null } as const;
    tellOrders({ data, isSnapshot: true, seq: 1 });
  });

  it('needs no signature to make it smaller, and one for everything else', async () => {
    answers.push(placed({ quantityLots: 20, updatedMs: 2_000 }));
    await session.modify({ orderId: 4, priceTicks: 0, quantityLots: 20, triggerTicks: 0 });
    expect(asked[0]).not.toHaveProperty('signature');
    answers.push(placed({ priceTicks: 6_700_000, updatedMs: 3_000 }));
    await session.modify({ orderId: 4, priceTicks: 6_700_000, quantityLots: 0, triggerTicks: 0 });
    expect(asked[1]).toMatchObject({ type: 'modify_order', order_id: 4, nonce: 640 });
    expect(session.store.getState().orders?.get(4)?.priceTicks).toBe(6_700_000);
  });

  it('cancels it, and says when that was not possible', async () => {
    answers.push(placed({ status: 'canceled', reason: 'order/canceled', updatedMs: 2_000 }));
    await session.cancel(4);
    expect(session.store.getState().orders?.size).toBe(0);
    answers.push(refused('order/unknown'));
    await session.cancel(4);
    expect(toasts.at(-1)).toMatchObject({ title: 'Not canceled', code: 'order/unknown' });
  });
});
