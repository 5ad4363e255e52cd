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

  it("say how the endpoints and the operator's keys do", async () => {
    const metrics = createMetrics({
      priceStalenessSeconds: () => [],
      sourceHealth: () => [],
      headAgeSeconds: () => null,
      headNumber: () => null,
      chainReachable: () => false,
      engine: () => ({
        lastSeq: 0,
        durableSeq: 0,
        accepting: true,
        snapshotSeq: 0,
        snapshotTimeMs: null,
      }),
      store: () => ({ seq: 0, writing: true }),
      now: () => 0,
    });
    metrics.observeEndpoints(() => [
      { name: 'one:8545', healthy: true, latencyMs: 12, blocksBehind: 3 },
      { name: 'two:8545', healthy: false, latencyMs: null, blocksBehind: null },
    ]);
    metrics.observeOperator(() => [
      { address: '0xa1', isOperator: true, balanceWei: 1_500_000_000_000_000_000n },
      { address: '0xb2', isOperator: false, balanceWei: 7n },
    ]);
    const text = await metrics.text();
    expect(text).toContain('chain_endpoint_healthy{endpoint="one:8545"} 1');
    expect(text).toContain('chain_endpoint_healthy{endpoint="two:8545"} 0');
    expect(text).toContain('chain_endpoint_latency_seconds{endpoint="one:8545"} 0.012');
    expect(text).toContain('chain_endpoint_blocks_behind{endpoint="one:8545"} 3');
    expect(text).not.toContain('chain_endpoint_blocks_behind{endpoint="two:8545"}');
    expect(text).toContain('dex_operator_balance_lux{address="0xa1"} 1.5');
    expect(text).not.toContain('dex_operator_balance_lux{address="0xb2"}');
    expect(text).toContain('dex_operator_keys{listed="true"} 1');
    expect(text).toContain('dex_operator_keys{listed="false"} 1');
  });
});
