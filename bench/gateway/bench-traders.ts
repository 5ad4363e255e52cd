import type { Address } from '#lib/domain/address.ts';
import { type Curve, openCurve } from '#server/auth/index.ts';

/** Where the orders of this bench are signed for. */
export const DOMAIN = {
  chainId: 1337,
  verifyingContract: '0x00000000000000000000000000000000000c1ea2',
} as const;

/** Somebody with a key of their own. */
export type Keyed = { readonly key: Uint8Array; readonly address: Address };

/** An owner, and the trading key that signs for them. */
export type BenchTrader = { readonly owner: Keyed; readonly agent: Keyed };

/** The same traders in every process. */
export async function benchTraders(count: number): Promise<readonly BenchTrader[]> {
  const curve = openCurve();
  return await Promise.all(
    Array.from({ length: count }, async (_, index) => ({
      owner: await keyed(curve, 2 * index + 1),
      agent: await keyed(curve, 2 * index + 2),
    })),
  );
}

async function keyed(curve: Curve, number: number): Promise<Keyed> {
  const key = new Uint8Array(32).fill(3);
  new DataView(key.buffer).setUint32(0, number);
  const address = await curve.addressOf(key);
  if (address === null) throw new Error(`${number} makes no key`);
  return { key, address };
}
