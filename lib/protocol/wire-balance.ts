import * as z from 'zod/mini';
import type { Balance } from '#lib/domain/balance.ts';
import { assetOf } from './asset-of.ts';
import { symbolField } from './fields.ts';
import { fromWireNumber, toWireNumber, wireNumber } from './wire-number.ts';

/** What an account has of one asset; `locked` is held by open orders, `total` is both together. */
export const wireBalance = z.object({
  asset: symbolField,
  available: wireNumber,
  locked: wireNumber,
  total: wireNumber,
});

export type WireBalance = z.output<typeof wireBalance>;

/** @throws ProtocolError `ledger/unknown-asset`. */
export function encodeBalance({ asset, available, locked }: Balance): WireBalance {
  const { decimals } = assetOf(asset);
  return {
    asset,
    available: toWireNumber(available, decimals),
    locked: toWireNumber(locked, decimals),
    total: toWireNumber(available + locked, decimals),
  };
}

/** @throws ProtocolError `ledger/unknown-asset`, or `gateway/invalid-message` for a finer decimal. */
export function decodeBalance(wire: WireBalance): Balance {
  const { decimals } = assetOf(wire.asset);
  return {
    asset: wire.asset,
    available: fromWireNumber(wire.available, decimals),
    locked: fromWireNumber(wire.locked, decimals),
  };
}
