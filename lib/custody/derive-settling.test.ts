import { describe, expect, it } from 'vitest';
import type { Fill } from '#lib/domain/fill.ts';
import type { SettlementStage } from '#lib/domain/settlement.ts';
import { deriveSettling } from './derive-settling.ts';

const fill = (side: Fill['side'], stage?: SettlementStage): Fill => ({
  tradeId: 1,
  orderId: 1,
  symbol: 'BTC-USDT',
  side,
  role: 'taker',
  priceTicks: 6_742_150,
  quantityLots: 100,
  feeQuanta: side === 'buy' ? 500 : 337_107,
  feeAsset: side === 'buy' ? 'BTC' : 'USDT',
  timestampMs: 0,
  ...(stage === undefined ? {} : { settlement: { stage, batch: null, transaction: null } }),
});

describe('what is not on chain yet', () => {
  it('of a buyer: base received less fee, quote paid', () => {
    expect(deriveSettling([fill('buy', 'matched')])).toEqual(
      new Map([
        ['BTC', 1_000_000 - 500],
        ['USDT', -674_215_000],
      ]),
    );
  });

  it('of a seller: the other way round', () => {
    expect(deriveSettling([fill('sell', 'settling')])).toEqual(
      new Map([
        ['BTC', -1_000_000],
        ['USDT', 674_215_000 - 337_107],
      ]),
    );
  });

  it('counts what is left out of batches, but neither what is settled nor what is not known', () => {
    expect(deriveSettling([fill('buy', 'settled'), fill('sell')])).toEqual(new Map());
    expect(deriveSettling([fill('buy', 'quarantined')]).get('BTC')).toBe(999_500);
  });
});
