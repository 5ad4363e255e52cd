import { beforeEach, describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Fill } from '#lib/domain/fill.ts';
import type { SettlementStage, TradeSettlement } from '#lib/domain/settlement.ts';
import type { ToastInput } from '#lib/stores/toast-store.ts';
import { storedOrder } from '#scripts/testing/stored-rows.ts';
import { followSettlements } from './follow-settlements.ts';
import { settlementOf } from './tell-settlement.ts';
import { UNKNOWN_ACCOUNT } from './trading-state.ts';

const HASH = `0x${'ab'.repeat(32)}` as const;

const at = (stage: SettlementStage, transaction: TradeSettlement['transaction'] = null) => ({
  stage,
  batch: null,
  transaction,
});

const fill = (tradeId: number, settlement?: TradeSettlement): Fill => ({
  tradeId,
  orderId: 4,
  symbol: 'BTC-USDT',
  side: 'buy',
  role: 'taker',
  priceTicks: 6_742_150,
  quantityLots: 25,
  feeQuanta: 1,
  feeAsset: 'BTC',
  timestampMs: 1,
  ...(settlement === undefined ? {} : { settlement }),
});

describe('how far an order is', () => {
  it('is as far as the last of its trades', () => {
    expect(settlementOf([fill(2, at('settled', HASH)), fill(1, at('settling'))])?.stage).toBe(
      'settling',
    );
    expect(settlementOf([fill(2, at('matched')), fill(1, at('quarantined'))])?.stage).toBe(
      'quarantined',
    );
    expect(settlementOf([fill(1, at('settled', HASH))])).toEqual({
      stage: 'settled',
      transaction: HASH,
    });
  });

  it('is not known while one of them is not', () => {
    expect(settlementOf([])).toBeNull();
    expect(settlementOf([fill(2, at('settled')), fill(1)])).toBeNull();
  });
});

describe('the toast of an order that has traded', () => {
  let toasts: ToastInput[];
  const store = createStore(() => UNKNOWN_ACCOUNT);
  const filled = storedOrder(4, {
    status: 'filled',
    filledLots: 25,
    quantityLots: 25,
    clientOrderId: 'n1',
  });
  const follow = (explorerUrl: string | null) =>
    followSettlements(store, { explorerUrl, update: (toast) => toasts.push(toast) });

  beforeEach(() => {
    toasts = [];
    store.setState(UNKNOWN_ACCOUNT, true);
  });

  it('goes from matched to settling to settled, each said once, with the transaction', () => {
    const end = follow('https://explorer');
    store.setState({ ended: [filled] });
    store.setState({ fills: [fill(1, at('matched'))] });
    store.setState({ fills: [fill(1, at('matched'))] });
    store.setState({ fills: [fill(1, at('settling', HASH))] });
    store.setState({ fills: [fill(1, at('settled', HASH))] });
    end();
    expect(toasts.map(({ id }) => id)).toEqual(['order-n1', 'order-n1', 'order-n1']);
    const details = toasts.map(({ detail }) => detail?.split(' · ').at(-1));
    expect(details).toEqual([
      'Matched, on its way to the chain',
      'Settling on chain',
      'Settled on chain',
    ]);
    // It is still there when it is settled, and goes soon after.
    const durations = toasts.map(({ durationMs }) => durationMs);
    expect(durations).toEqual([45_000, 45_000, undefined]);
    expect(toasts[2]?.action).toEqual({
      label: 'View the transaction',
      href: `https://explorer/tx/${HASH}`,
    });
  });

  it('names the transaction where there is no explorer to look at it', () => {
    const end = follow(null);
    store.setState({ ended: [filled], fills: [fill(1, at('settled', HASH))] });
    end();
    expect(toasts[0]?.detail).toMatch(/Settled on chain in 0xabab/);
    expect(toasts[0]?.action).toBeUndefined();
  });

  it('warns of what was annulled, and names no fee, which was given back', () => {
    const end = follow(null);
    store.setState({ ended: [filled], fills: [fill(1, at('annulled'))] });
    end();
    expect(toasts[0]?.kind).toBe('warning');
    expect(toasts[0]?.detail).toMatch(/Annulled: neither side/);
    expect(toasts[0]?.detail).not.toMatch(/Fee/);
  });

  it('says what the order has cost, unless not all of its trades are known', () => {
    const end = follow(null);
    const parts = [fill(2, at('matched')), fill(1, at('matched'))].map((each) => ({
      ...each,
      quantityLots: each.tradeId === 1 ? 20 : 5,
      feeQuanta: 1_250,
    }));
    store.setState({ ended: [filled], fills: parts });
    expect(toasts[0]?.detail).toContain(' · Fee 0.000025 BTC · ');
    store.setState({
      fills: parts.slice(0, 1).map((each) => ({ ...each, settlement: at('settled') })),
    });
    expect(toasts[1]?.detail).not.toContain('Fee');
    end();
  });

  it('says nothing of orders that did not trade', () => {
    const end = follow(null);
    store.setState({ ended: [storedOrder(4, { status: 'canceled', filledLots: 0 })], fills: [] });
    end();
    expect(toasts).toEqual([]);
  });
});
