import fc from 'fast-check';
import { bytesToHex, hexToBytes } from 'viem';
import { describe, expect, it } from 'vitest';
import { parseSignature } from '#lib/chain/order-signature.ts';
import { type Curve, openCurve } from './curve.ts';
import { openNativeCurve } from './native-curve.ts';
import { portableCurve } from './portable-curve.ts';

const CURVE_ORDER = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141';
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const native = openNativeCurve();
const curves = [portableCurve, ...(native === null ? [] : [native])];

/** What both answer, or a proof that they do not. */
async function agreed<Value>(ask: (curve: Curve) => Value | Promise<Value>): Promise<Value> {
  const [first, ...others] = await Promise.all(curves.map(ask));
  for (const other of others) expect(other).toEqual(first);
  return first as Value;
}

describe('the curve', () => {
  it('is the native one where the package carries it for this machine', () => {
    expect(openCurve().kind).toBe(native === null ? 'portable' : 'native');
  });

  it('falls back where the native one cannot be loaded', () => {
    const failing = () => {
      throw new Error('No native build was found');
    };
    expect(openNativeCurve(failing)).toBeNull();
  });

  it('knows the address of a well-known key', async () => {
    const key = hexToBytes(`0x${'0'.repeat(63)}1`);
    const address = await agreed((curve) => curve.addressOf(key));
    expect(address).toBe('0x7e5f4552091a69125d5dfcb7b8c2659029395bdf');
  });

  it('signs and recovers alike, native or not, with signatures that are taken', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(32), bytes(32), async (digest, key) => {
        const address = await agreed((curve) => curve.addressOf(key));
        if (address === null) return;
        const signature = await agreed((curve) => curve.sign(digest, key));
        expect(parseSignature(bytesToHex(signature))).toEqual({ kind: 'key', bytes: signature });
        expect(await agreed((curve) => curve.recover(digest, signature))).toBe(address);
      }),
      { numRuns: 60 },
    );
  });

  it('answers alike to what is no signature', async () => {
    await fc.assert(
      fc.asyncProperty(bytes(32), bytes(64), async (digest, signature) => {
        if (parseSignature(bytesToHex(signature)).kind !== 'key') return;
        await agreed((curve) => curve.recover(digest, signature));
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['no point of the curve', `${'00'.repeat(31)}05${'11'.repeat(32)}`],
    ['an r beyond the curve', `${CURVE_ORDER}${'11'.repeat(32)}`],
    ['a zero r', `${'00'.repeat(32)}${'11'.repeat(32)}`],
    ['a zero s', `${'11'.repeat(32)}${'00'.repeat(32)}`],
  ])('recovers nobody from %s', async (_name, text) => {
    const signature = hexToBytes(`0x${text}`);
    expect(await agreed((curve) => curve.recover(new Uint8Array(32), signature))).toBeNull();
  });

  it('recovers nobody from bytes of another number, after one that did', async () => {
    const key = new Uint8Array(32).fill(7);
    const digest = new Uint8Array(32);
    const signature = await agreed((curve) => curve.sign(digest, key));
    expect(await agreed((curve) => curve.recover(digest, signature))).toBe(
      await agreed((curve) => curve.addressOf(key)),
    );
    for (const length of [0, 63, 65]) {
      const other = new Uint8Array(length);
      other.set(signature.subarray(0, length));
      expect(await agreed((curve) => curve.recover(digest, other))).toBeNull();
    }
  });

  it('leaves the signature and the key as they are', async () => {
    for (const curve of curves) {
      const key = new Uint8Array(32).fill(7);
      const digest = new Uint8Array(32).fill(9);
      const signature = await curve.sign(digest, key);
      const copy = signature.slice();
      await curve.recover(digest, signature);
      expect([signature, key[0], digest[0]]).toEqual([copy, 7, 9]);
    }
  });

  it.each([
    ['zero', '00'.repeat(32)],
    ['the order of the curve', CURVE_ORDER],
    ['more than that', 'ff'.repeat(32)],
    ['too short', '11'.repeat(31)],
    ['too long', '11'.repeat(33)],
    ['nothing', ''],
  ])('knows that %s is no private key', async (_name, text) => {
    expect(await agreed((curve) => curve.addressOf(hexToBytes(`0x${text}`)))).toBeNull();
  });
});
