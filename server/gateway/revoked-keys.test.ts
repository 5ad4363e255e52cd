import { describe, expect, it } from 'vitest';
import { RevokedKeys } from './revoked-keys.ts';

const revoked = (account: number) => ({ kind: 'agent-revoked' as const, account, agent: 1 });

describe('RevokedKeys', () => {
  it('tells each account once a batch, when all have taken it', () => {
    const keys = new RevokedKeys();
    const told: number[] = [];
    const end = keys.onRevoked((account) => told.push(account));
    keys.take({ seq: 1, timeMs: 1, events: [revoked(7), revoked(8)] });
    keys.take({ seq: 2, timeMs: 1, events: [revoked(7)] });
    expect(told).toEqual([]);
    keys.settle();
    keys.settle();
    expect(told).toEqual([7, 8]);
    end();
    keys.take({ seq: 3, timeMs: 1, events: [revoked(7)] });
    keys.settle();
    expect(told).toEqual([7, 8]);
  });
});
