import { describe, expect, it } from 'vitest';
import * as reasons from './done-reason.ts';

describe('reasons for which an order is done', () => {
  it('stand at the place that their number says', () => {
    const { doneReasons, ...numbers } = reasons;
    const named = Object.entries(numbers).map(([name, number]) => [number, name] as const);
    expect(named.length).toBe(doneReasons.length);
    const expected: Readonly<Record<string, string>> = {
      FILLED: 'filled',
      CANCELED: 'canceled',
      IOC_REST: 'ioc-rest',
      MAKER_LIMIT: 'maker-limit',
      SELF_TRADE: 'self-trade',
      EXPIRED: 'expired',
      SIBLING: 'sibling',
      PARENT: 'parent',
      POST_ONLY_MARKET: 'post-only',
      DEAD_MAN: 'dead-man',
      MARKET_DELISTED: 'delisted',
      INSUFFICIENT_FUNDS: 'insufficient-funds',
      TOO_MANY_ORDERS: 'too-many-orders',
      MARKET_CLOSED: 'market-state',
      EPOCH_BUMPED: 'epoch',
      AGENT_REVOKED: 'agent-revoked',
      FROZEN: 'frozen',
    };
    for (const [number, name] of named) expect(doneReasons[number]).toBe(expected[name]);
  });
});
