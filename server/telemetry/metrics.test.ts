import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

describe('the metrics', () => {
  it('read what is true when they are asked for', async () => {
    let headNumber: number | null = null;
    const metrics = createMetrics({
      priceStalenessSeconds: () => [{ symbol: 'BTC-USDT', seconds: 0.25 }],
      sourceHealth: () => [
        { source: 'simulated', healthy: true },
        { source: 'pyth', healthy: false },
      ],
      headAgeSeconds: () => headNumber,
      headNumber: () => headNumber,
      chainReachable: () => headNumber !== null,
    });
    const early = await metrics.text();
    expect(early).toContain('oracle_price_staleness_seconds{symbol="BTC-USDT"} 0.25');
    expect(early).toContain('oracle_source_health{source="simulated"} 1');
    expect(early).toContain('oracle_source_health{source="pyth"} 0');
    expect(early).toContain('chain_reachable 0');
    expect(early).not.toMatch(/^chain_head_number /m);
    headNumber = 12;
    expect(await metrics.text()).toMatch(/^chain_head_number 12$/m);
  });
});
