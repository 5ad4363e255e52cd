import { describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { requestWith } from '#scripts/testing/signed-exchange.ts';
import { checkClock, checkTimestamp } from './check-clock.ts';

const nowMs = 1_790_000_040_000;
const bounds = { nowMs, skewMs: 60_000 };
const signed = { signature: '0x', epoch: 0, maxFeePpm: 500, expiry: 1 };

function skewOf(run: () => void): unknown {
  try {
    run();
    return null;
  } catch (error) {
    if (error instanceof ProtocolError) return error.facts;
    throw error;
  }
}

describe('checkTimestamp', () => {
  it('lets clocks differ a little', () => {
    for (const timestamp of [undefined, nowMs, nowMs - 60_000, nowMs + 60_000]) {
      expect(skewOf(() => checkTimestamp(timestamp, bounds))).toBeNull();
    }
  });

  it.each([60_001, -60_001, 3_600_000])('tells a clock that is %d ms off by how much', (skew) => {
    expect(skewOf(() => checkTimestamp(nowMs + skew, bounds))).toEqual({
      skew_ms: skew,
      accepted_ms: 60_000,
      server_time: nowMs,
    });
  });
});

describe('checkClock', () => {
  it('looks at one-shot nonces that are times, and only forward', () => {
    const asked = (nonce: number, timeInForce: 'IOC' | 'GTC' = 'IOC') =>
      skewOf(() => checkClock(requestWith({ timeInForce, signed: { ...signed, nonce } }), bounds));
    expect(asked(nowMs + 90_000)).toMatchObject({ skew_ms: 90_000 });
    expect(asked(nowMs + 90_000, 'GTC')).toBeNull();
    expect(asked(nowMs - 90_000)).toBeNull();
    expect(asked(7)).toBeNull();
    expect(skewOf(() => checkClock(requestWith({ timeInForce: 'FOK' }), bounds))).toBeNull();
  });
});
