import { describe, expect, it } from 'vitest';
import { parseJson } from './exact-json.ts';
import { ProtocolError } from './protocol-error.ts';
import { validate } from './validate.ts';
import {
  ALL_MARKETS,
  decodeAgentApproval,
  encodeAgentApproval,
  NO_NOTIONAL_LIMIT,
  type SignedApproval,
  wireAgentApproval,
} from './wire-agent-approval.ts';

const signed: SignedApproval = {
  approval: {
    account: `0x${'1'.repeat(40)}`,
    agent: `0x${'2'.repeat(40)}`,
    expiry: 4_294_967_295,
    markets: 0b1010n,
    maxNotional: 9_007_199_254_740_990n,
    nonce: 2 ** 48 - 1,
  },
  signature: `0x${'1b'.repeat(65)}`,
};

const wire = encodeAgentApproval(signed);

/** As it arrives: written and read again. */
function overTheWire(message: object): SignedApproval {
  return decodeAgentApproval(validate(wireAgentApproval, parseJson(JSON.stringify(message))));
}

function refusal(changes: object): unknown {
  try {
    overTheWire({ ...wire, ...changes });
    return null;
  } catch (error) {
    if (error instanceof ProtocolError) return error.facts?.field ?? error.code;
    throw error;
  }
}

describe('an agent approval', () => {
  it('arrives as it was signed, to the last quantum', () => {
    expect(overTheWire(wire)).toEqual(signed);
    expect(JSON.stringify(wire)).toContain('"markets":["BTC-USDT","LUX-USDT"]');
    expect(JSON.stringify(wire)).toContain('"max_notional":9007199254.740990');
  });

  it('has names for all markets and for no limit', () => {
    const free = {
      ...signed,
      approval: { ...signed.approval, markets: ALL_MARKETS, maxNotional: NO_NOTIONAL_LIMIT },
    };
    expect(encodeAgentApproval(free)).toMatchObject({ markets: ['*'], max_notional: null });
    expect(overTheWire(encodeAgentApproval(free))).toEqual(free);
  });

  it.each([
    [{ expires_at: 1_001 }, 'expires_at'],
    [{ expires_at: 0 }, 'expires_at'],
    [{ expires_at: 4_294_967_296_000 }, 'expires_at'],
    [{ markets: [] }, 'markets'],
    [{ markets: ['DOGE-USDT'] }, 'gateway/unknown-symbol'],
    [{ max_notional: 0 }, 'max_notional'],
    [{ max_notional: -1 }, 'max_notional'],
    [{ nonce: 2 ** 48 }, 'nonce'],
    [{ agent: '0x12' }, 'agent'],
  ])('is refused with %j', (changes, field) => {
    expect(refusal(changes)).toBe(field);
  });
});
