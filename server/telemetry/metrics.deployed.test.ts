import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';

const RULES = 'deploy/prometheus/rules.yml';
const DASHBOARD = 'deploy/grafana/lux-exchange.json';

/** Names that a query reads and that are not made by one of the rules. */
function metricsIn(query: string): string[] {
  const names = query.match(/\b(?:dex|oracle|chain|book_maker|market_maker|nodejs)_[a-z0-9_]+/g);
  return (names ?? []).map((name) => name.replace(/_bucket$/, ''));
}

async function offered(): Promise<ReadonlySet<string>> {
  const metrics = createMetrics({
    priceStalenessSeconds: () => [],
    sourceHealth: () => [],
    headAgeSeconds: () => 0,
    headNumber: () => 0,
    chainReachable: () => true,
    engine: () => ({
      lastSeq: 0,
      durableSeq: 0,
      accepting: true,
      snapshotSeq: 0,
      snapshotTimeMs: 0,
    }),
    store: () => ({ seq: 0, writing: true }),
    now: () => 0,
  });
  metrics.observeEndpoints(() => []);
  metrics.observeOperator(() => []);
  metrics.observeSettlement(() => ({
    state: 'working',
    unsettledTrades: 0,
    quarantinedTrades: 0,
    oldestUnsettledMs: null,
    lastSettled: null,
    largestContractExposure: 0n,
    reconciliation: null,
  }));
  const text = await metrics.text();
  return new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
}

describe('dashboard and alerts over the metrics', () => {
  it('ask for nothing that the sidecar does not offer', async () => {
    const rules = readFileSync(RULES, 'utf8').matchAll(/expr: (.*)/g);
    const dashboard = JSON.parse(readFileSync(DASHBOARD, 'utf8'));
    const queries = [
      ...[...rules].map(([, query = '']) => query),
      ...dashboard.panels.flatMap(({ targets }: { targets: { expr: string }[] }) =>
        targets.map(({ expr }) => expr),
      ),
    ];
    const names = queries.flatMap(metricsIn);
    const known = await offered();
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it('are accepted by promtool, and the alerts fire as their tests say', ({ skip }) => {
    const found = spawnSync('promtool', ['--version']).error === undefined;
    skip(!found, 'promtool is not installed: apt-get install prometheus');
    execFileSync('promtool', ['check', 'config', 'deploy/prometheus/prometheus.yml']);
    execFileSync('promtool', ['test', 'rules', 'deploy/prometheus/rules.test.yml']);
  });
});
