import { describe, expect, it } from 'vitest';
import { findAsset } from '#lib/domain/asset.ts';
import { MAX_QUANTA } from '#lib/domain/quanta.ts';
import { parseJson } from './exact-json.ts';
import { ProtocolError } from './protocol-error.ts';
import { validate } from './validate.ts';
import {
  decodeWithdrawalRequest,
  encodeWithdrawalRequest,
  type WithdrawalRequest,
  wireWithdrawalRequest,
} from './wire-withdrawal-request.ts';
import { writeJson } from './write-json.ts';

const lux = findAsset('LUX');
if (lux === undefined) throw new TypeError('there is no LUX');

const request: WithdrawalRequest = {
  account: '0x00000000000000000000000000000000000000A1',
  asset: lux,
  amount: MAX_QUANTA,
  to: '0x00000000000000000000000000000000000000b0',
  native: true,
  nonce: 281_474_976_710_655,
  expiry: 4_294_967_295,
  epoch: 65_535,
  signature: `0x${'1b'.repeat(64)}`,
};

/** What arrives of a request, with what a test changes of it. */
function arrived(changes: object = {}): WithdrawalRequest {
  const text = writeJson({ ...encodeWithdrawalRequest(request), ...changes });
  return decodeWithdrawalRequest(validate(wireWithdrawalRequest, parseJson(text)));
}

function refusal(changes: object) {
  try {
    arrived(changes);
    return null;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    return { code: error.code, ...error.facts };
  }
}

describe('a withdrawal', () => {
  it('arrives as it was sent, to the last unit', () => {
    expect(arrived()).toEqual(request);
  });

  it('is paid as a token unless it says otherwise', () => {
    expect(arrived({ native: undefined }).native).toBe(false);
  });

  it.each([
    ['1', 1_000_000],
    ['0.000001', 1],
    ['1.5000000', 1_500_000],
    [7, 7_000_000],
  ])('takes %s as exact units', (amount, quanta) => {
    expect(arrived({ amount }).amount).toBe(quanta);
  });

  it.each([
    ['0.0000001', ['0.000001']],
    ['1.0000019', ['1.000001', '1.000002']],
  ])('of %s is between units, and names the nearest', (amount, nearest) => {
    expect(refusal({ amount })).toMatchObject({ code: 'ledger/invalid-unit', nearest });
  });

  it.each(['0', '-1', '9007199254.740992', '9007199254.7409911', '99999999999999999999'])(
    'of %s is out of range',
    (amount) => {
      expect(refusal({ amount })).toMatchObject({
        code: 'ledger/invalid-amount',
        field: 'amount',
      });
    },
  );

  it.each([
    ['asset', 'lux', 'ledger/unknown-asset'],
    ['amount', '1e3', 'gateway/invalid-message'],
    ['amount', ' 1', 'gateway/invalid-message'],
    ['amount', null, 'gateway/invalid-message'],
    ['native', 1, 'gateway/invalid-message'],
    ['nonce', 0, 'gateway/invalid-message'],
    ['nonce', 281_474_976_710_656, 'gateway/invalid-message'],
    ['expires_at', 0, 'gateway/invalid-message'],
    ['expires_at', 1_500, 'gateway/invalid-message'],
    ['expires_at', 4_294_967_296_000, 'gateway/invalid-message'],
    ['to', '0x', 'gateway/invalid-message'],
  ])('with %s %s is refused', (field, value, code) => {
    expect(refusal({ [field]: value })).toMatchObject({ code });
  });
});
