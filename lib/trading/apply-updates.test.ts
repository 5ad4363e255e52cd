import { describe, expect, it } from 'vitest';
import type { Fill } from '#lib/domain/fill.ts';
import type { Order } from '#lib/domain/order.ts';
import type { OrderRequest } from '#lib/domain/order-request.ts';
import type { ForcedExit } from '#lib/domain/settlement.ts';
import { storedOrder as order } from '#scripts/testing/stored-rows.ts';
import {
  applyBalances,
  applyFillSettlements,
  applyFills,
  applyOrder,
  applyOrders,
  applyTransfers,
} from './apply-updates.ts';
import { type TradingState, UNKNOWN_ACCOUNT } from './trading-state.ts';

const sent = (clientOrderId: string): TradingState['sent'][number] => ({
  clientOrderId,
  request: {} as OrderRequest,
  sentMs: 1,
  state: 'unanswered',
});

const ids = ({ orders }: TradingState) => [...(orders?.keys() ?? [])];

function one(state: TradingState, changed: Order): TradingState {
  const data = { kind: 'one', order: changed, event: 'submitted', fills: [] } as const;
  return applyOrders(state, { data, isSnapshot: false, seq: 9 });
}

const fill = (tradeId: number): Fill => ({
  tradeId,
  orderId: 4,
  symbol: 'BTC-USDT',
  side: 'buy',
  role: 'taker',
  priceTicks: 1,
  quantityLots: 1,
  feeQuanta: 1,
  feeAsset: 'BTC',
  timestampMs: 1,
});

describe('orders on the page', () => {
  it('are those of a snapshot, and then change one by one', () => {
    const data = { kind: 'all', orders: [order(4), order(8)], cancelAtMs: null } as const;
    let state = applyOrders(UNKNOWN_ACCOUNT, { data, isSnapshot: true, seq: 7 });
    expect(ids(state)).toEqual([4, 8]);
    expect(state.seq).toBe(7);
    state = one(state, order(12));
    state = one(state, order(4, { status: 'filled', filledLots: 25, updatedMs: 2_000 }));
    expect(ids(state)).toEqual([8, 12]);
    expect(state.ended.map(({ orderId }) => orderId)).toEqual([4]);
    expect(state.seq).toBe(9);
  });

  it('are never taken back by what comes late', () => {
    let state = one(UNKNOWN_ACCOUNT, order(4));
    state = one(state, order(4, { status: 'partial', filledLots: 5, updatedMs: 2_000 }));
    state = applyOrder(state, order(4));
    expect(state.orders?.get(4)?.filledLots).toBe(5);
    state = one(state, order(4, { status: 'filled', filledLots: 25, updatedMs: 3_000 }));
    state = applyOrder(state, order(4, { status: 'partial', filledLots: 5, updatedMs: 2_000 }));
    expect(ids(state)).toEqual([]);
    expect(state.ended).toHaveLength(1);
  });

  it('take the place of what was sent, also after an answer was lost', () => {
    let state: TradingState = { ...UNKNOWN_ACCOUNT, sent: [sent('a'), sent('b')] };
    state = one(state, order(4, { clientOrderId: 'a' }));
    expect(state.sent.map(({ clientOrderId }) => clientOrderId)).toEqual(['b']);
    const orders = [order(8, { clientOrderId: 'b' })];
    const data = { kind: 'all', orders, cancelAtMs: null } as const;
    state = applyOrders(state, { data, isSnapshot: true, seq: 1 });
    expect(state.sent).toEqual([]);
  });

  it('decide, all of them together, about what was never answered', () => {
    const sending = { ...sent('b'), state: 'sending' } as const;
    let state: TradingState = { ...UNKNOWN_ACCOUNT, sent: [sent('a'), sending] };
    const data = { kind: 'all', orders: [], cancelAtMs: null } as const;
    state = applyOrders(state, { data, isSnapshot: true, seq: 1 });
    expect(state.sent).toEqual([sending]);
  });
});

describe('fills and balances on the page', () => {
  it('are those of a snapshot, the newest fill first, and then what is new', () => {
    const data = [fill(1), fill(2)];
    let state = applyFills(UNKNOWN_ACCOUNT, { data, isSnapshot: true, seq: 1 });
    state = applyFills(state, { data: [fill(3)], isSnapshot: false, seq: 2 });
    expect(state.fills?.map(({ tradeId }) => tradeId)).toEqual([3, 2, 1]);
    state = applyFills(state, { data: [fill(9)], isSnapshot: true, seq: 3 });
    expect(state.fills?.map(({ tradeId }) => tradeId)).toEqual([9]);
  });

  it('come further on their way to the chain', () => {
    const settlement = { stage: 'settling', batch: 4, transaction: null } as const;
    const told = { data: [{ tradeIds: [2, 7], settlement }], isSnapshot: false, seq: 2 };
    const known = applyFills(UNKNOWN_ACCOUNT, {
      data: [fill(1), fill(2)],
      isSnapshot: true,
      seq: 1,
    });
    const state = applyFillSettlements(known, told);
    expect(state.fills).toEqual([{ ...fill(2), settlement }, fill(1)]);
    expect(applyFillSettlements(UNKNOWN_ACCOUNT, told)).toBe(UNKNOWN_ACCOUNT);
  });

  it('change asset by asset', () => {
    const usdt = { asset: 'USDT', available: 5, locked: 1 };
    const btc = { asset: 'BTC', available: 7, locked: 0 };
    let state = applyBalances(UNKNOWN_ACCOUNT, { data: [usdt, btc], isSnapshot: true, seq: 1 });
    const less = { ...usdt, available: 3 };
    state = applyBalances(state, { data: [less], isSnapshot: false, seq: 2 });
    expect(state.balances).toEqual(
      new Map([
        ['USDT', less],
        ['BTC', btc],
      ]),
    );
  });
});

describe('money on its way', () => {
  it('forgets the exits that the chain took back, also one that comes again elsewhere', () => {
    const nothing = { deposits: [], doneDeposits: [], withdrawals: [], exits: [], undoneExits: [] };
    const exit = (id: number): ForcedExit => ({
      ...{ id, stage: 'requested', requestedMs: 0, bindsMs: 0, executableMs: 0 },
      ...{ transaction: `0x${'7a'.repeat(32)}`, canceledBy: null, payouts: [] },
    });
    const first = { ...nothing, exits: [exit(1), exit(2)] };
    let state = applyTransfers(UNKNOWN_ACCOUNT, { data: first, isSnapshot: true, seq: 1 });
    const next = { ...nothing, undoneExits: [2], exits: [exit(3)] };
    state = applyTransfers(state, { data: next, isSnapshot: false, seq: 2 });
    expect([...(state.money?.exits.keys() ?? [])]).toEqual([1, 3]);
  });
});
