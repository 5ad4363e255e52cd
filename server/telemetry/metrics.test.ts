import { describe, expect, it } from 'vitest';
import { createMetrics, type EngineFigures } from './metrics.ts';

describe('the metrics', () => {
  it('read what is true when they are asked for', async () => {
    let headNumber: number | null = null;
    let figures: EngineFigures = {
      lastSeq: 12,
      durableSeq: 9,
      accepting: true,
      snapshotSeq: 0,
      snapshotTimeMs: null,
    };
    const metrics = createMetrics({
      priceStalenessSeconds: () => [{ symbol: 'BTC-USDT', seconds: 0.25 }],
      sourceHealth: () => [
        { source: 'simulated', healthy: true },
        { source: 'pyth', healthy: false },
      ],
      headAgeSeconds: () => headNumber,
      headNumber: () => headNumber,
      chainReachable: () => headNumber !== null,
      engine: () => figures,
      store: () => ({ seq: 8, writing: true }),
      now: () => 61_500,
    });
    const early = await metrics.text();
    expect(early).toContain('oracle_price_staleness_seconds{symbol="BTC-USDT"} 0.25');
    expect(early).toContain('oracle_source_health{source="simulated"} 1');
    expect(early).toContain('oracle_source_health{source="pyth"} 0');
    expect(early).toContain('chain_reachable 0');
    expect(early).not.toMatch(/^chain_head_number /m);
    expect(early).toMatch(/^dex_sequencer_seq 12$/m);
    expect(early).toMatch(/^dex_journal_durable_seq 9$/m);
    expect(early).toMatch(/^dex_sequencer_accepting 1$/m);
    expect(early).toMatch(/^dex_store_seq 8$/m);
    expect(early).toMatch(/^dex_store_writing 1$/m);
    expect(early).not.toMatch(/^dex_snapshot_age_seconds /m);
    headNumber = 12;
    figures = { ...figures, accepting: false, snapshotSeq: 7, snapshotTimeMs: 60_000 };
    const late = await metrics.text();
    expect(late).toMatch(/^chain_head_number 12$/m);
    expect(late).toMatch(/^dex_sequencer_accepting 0$/m);
    expect(late).toMatch(/^dex_snapshot_seq 7$/m);
    expect(late).toMatch(/^dex_snapshot_age_seconds 1.5$/m);
  });
});
