import { describe, expect, it } from 'vitest';
import type { ConnectionPhase } from '#lib/stores/market-data-store.ts';
import { describeConnection } from './describe-connection.ts';

const NOW = 100_000;

function described(
  phase: ConnectionPhase,
  facts: { latencyMs?: number; lastMessageMs?: number } = {},
) {
  const { latencyMs = null, lastMessageMs = null } = facts;
  const { tone, text } = describeConnection({ phase, latencyMs, lastMessageMs }, NOW);
  return `${tone}: ${text}`;
}

describe('describeConnection', () => {
  it('shows the latency of a living connection', () => {
    expect(described('live', { latencyMs: 12.4 })).toBe('up: 12 ms');
    expect(described('live')).toBe('up: Live');
  });

  it('shows the age of what is on the page once data stopped', () => {
    expect(described('stale', { lastMessageMs: NOW - 9_000 })).toBe('warn: Stale 9s');
    expect(described('reconnecting', { lastMessageMs: NOW - 65_000 })).toBe(
      'down: Reconnecting 1m',
    );
  });

  it('says nothing of an age before anything arrived', () => {
    expect(described('reconnecting')).toBe('down: Reconnecting');
    expect(described('connecting')).toBe('neutral: Connecting');
    expect(described('offline')).toBe('down: Offline');
  });
});
