import * as z from 'zod/mini';
import type { Address } from '#lib/domain/address.ts';
import type { Asset } from '#lib/domain/asset.ts';
import { MAX_QUANTA, type Quanta } from '#lib/domain/quanta.ts';
import { assetOf } from './asset-of.ts';
import {
  addressField,
  epochField,
  flagField,
  nonceField,
  signatureField,
  symbolField,
  timestampField,
} from './fields.ts';
import { invalidField } from './invalid-field.ts';
import { type Steps, stepsOf, wireDecimal } from './wire-decimal.ts';
import { toWireNumber } from './wire-number.ts';

const LAST_SECOND = 4_294_967_295;

/** The asset that can be paid as the chain's own currency. */
const NATIVE_ASSET = 'LUX';

/**
 * What an owner has signed as `Withdrawal`. `amount` is in the asset; what is signed is the address of
 * its token (`native`: of the native currency, ERC-7528) and whole units. `nonce` grows from
 * withdrawal to withdrawal: the time in milliseconds does. `expires_at` is whole seconds, in milliseconds.
 */
export const wireWithdrawalRequest = z.object({
  account: addressField,
  asset: symbolField,
  amount: wireDecimal,
  to: addressField,
  native: z._default(flagField, false),
  nonce: nonceField,
  expires_at: timestampField,
  epoch: epochField,
  signature: signatureField,
});

type WireWithdrawalRequest = z.output<typeof wireWithdrawalRequest>;

/** A withdrawal as its owner asks for it. */
export type WithdrawalRequest = {
  readonly account: Address;
  readonly asset: Asset;
  readonly amount: Quanta;
  readonly to: Address;
  /** Whether wrapped LUX is to be paid as native LUX. */
  readonly native: boolean;
  readonly nonce: number;
  /** Seconds since the epoch. */
  readonly expiry: number;
  readonly epoch: number;
  readonly signature: string;
};

/** A withdrawal for the wire. */
export function encodeWithdrawalRequest(request: WithdrawalRequest): WireWithdrawalRequest {
  const { asset, amount, expiry, ...rest } = request;
  return {
    ...rest,
    asset: asset.symbol,
    amount: toWireNumber(amount, asset.decimals),
    expires_at: expiry * 1_000,
  };
}

/**
 * The withdrawal that was signed.
 *
 * @throws ProtocolError `ledger/unknown-asset`, `ledger/invalid-unit` with the nearest amounts,
 *   `ledger/invalid-amount`, `gateway/invalid-message` naming the field.
 */
export function decodeWithdrawalRequest(wire: WireWithdrawalRequest): WithdrawalRequest {
  const { amount, expires_at: expiresMs, asset: symbol, ...rest } = wire;
  const asset = assetOf(symbol);
  if (wire.native && asset.symbol !== NATIVE_ASSET) {
    throw invalidField('native', `expected true with ${NATIVE_ASSET} only`);
  }
  if (expiresMs % 1_000 !== 0 || expiresMs === 0 || expiresMs / 1_000 > LAST_SECOND) {
    throw invalidField('expires_at', 'expected whole seconds, in milliseconds');
  }
  if (wire.nonce === 0) throw invalidField('nonce', 'expected 1 or more');
  const steps: Steps = {
    decimals: asset.decimals,
    most: MAX_QUANTA,
    between: 'ledger/invalid-unit',
    outside: 'ledger/invalid-amount',
    stepFact: 'unit',
  };
  const quanta = stepsOf({ field: 'amount', value: amount }, steps);
  return { ...rest, asset, amount: quanta, expiry: expiresMs / 1_000 };
}
