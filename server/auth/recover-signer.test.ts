import { bytesToHex, keccak256, stringToBytes } from 'viem';
import { describe, expect, it } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { refusalOf } from '#scripts/testing/refusal-of.ts';
import { openCurve } from './curve.ts';
import { recoverSigner, requireSigner } from './recover-signer.ts';

const curve = openCurve();
const tools = { curve, contractSignatures: null };
const digest = keccak256(stringToBytes('an order'), 'bytes');
const key = new Uint8Array(32).fill(3);

async function sample() {
  const account = (await curve.addressOf(key)) as Address;
  const signature = bytesToHex(await curve.sign(digest, key));
  return { account, signature, digest };
}

async function refusal(answer: Promise<unknown>): Promise<[string, unknown]> {
  const { code, facts } = await refusalOf(answer);
  return [code, facts];
}

describe('recoverSigner', () => {
  it('tells who signed, and keeps the signature compact', async () => {
    const signed = await sample();
    const recovered = await recoverSigner(tools, signed);
    expect(recovered.signer).toBe(signed.account);
    expect(bytesToHex(recovered.signature)).toBe(signed.signature);
  });

  it.each([
    ['a truncated signature', (text: string) => text.slice(0, -2), 'wrong-length'],
    ['a longer one', (text: string) => `${text}001b`, 'contract-signatures-not-supported'],
    ['zeros', () => `0x${'00'.repeat(64)}`, 'zero'],
    ['the malleated twin', malleated, 'high-s'],
    ['a point off the curve', () => `0x${'00'.repeat(31)}05${'11'.repeat(32)}`, 'of-no-key'],
  ])('refuses %s', async (_name, change, reason) => {
    const signed = await sample();
    const signature = change(signed.signature);
    expect(await refusal(recoverSigner(tools, { ...signed, signature }))).toEqual([
      'auth/invalid-signature',
      { reason },
    ]);
  });

  it('asks a smart account about a signature of its own', async () => {
    const signed = await sample();
    const signature = `0x${'ab'.repeat(100)}`;
    const asked: unknown[] = [];
    const answering = (isValid: boolean) => ({
      curve,
      contractSignatures: async (question: unknown) => {
        asked.push(question);
        return await Promise.resolve(isValid);
      },
    });
    const recovered = await recoverSigner(answering(true), { ...signed, signature });
    expect(recovered.signer).toBe(signed.account);
    expect(asked).toEqual([
      { address: signed.account, digest, signature: new Uint8Array(100).fill(0xab) },
    ]);
    expect(await refusal(recoverSigner(answering(false), { ...signed, signature }))).toEqual([
      'auth/invalid-signature',
      { reason: 'refused-by-contract' },
    ]);
  });
});

describe('65 bytes that are of no key that counts', () => {
  const stranger = `0x${'12'.repeat(20)}` as const;

  function asking(isValid: boolean) {
    const asked: Uint8Array[] = [];
    const contractSignatures = async ({ signature }: { readonly signature: Uint8Array }) => {
      asked.push(signature);
      return await Promise.resolve(isValid);
    };
    return { asked, tools: { curve, contractSignatures } };
  }

  async function long() {
    const { account, signature } = await sample();
    const compact = BigInt(`0x${signature.slice(66)}`);
    const v = 27n + (compact >> 255n);
    const s = (compact & ((1n << 255n) - 1n)).toString(16).padStart(64, '0');
    return { account, digest, signature: `0x${signature.slice(2, 66)}${s}${v.toString(16)}` };
  }

  it('are a contract’s when it says so, and are kept as they were sent', async () => {
    const { asked, tools: asks } = asking(true);
    const signed = await long();
    const recovered = await recoverSigner(asks, { ...signed, account: stranger });
    expect(recovered.signer).toBe(stranger);
    expect(bytesToHex(recovered.signature)).toBe(signed.signature);
    expect(asked.length).toBe(1);
  });

  it('are a contract’s also where no key could have made them', async () => {
    const { tools: asks } = asking(true);
    for (const signature of [`0x${'00'.repeat(64)}01`, `0x${'11'.repeat(64)}1f`]) {
      const { signer, signature: kept } = await recoverSigner(asks, {
        digest,
        signature,
        account: stranger,
      });
      expect([signer, bytesToHex(kept)]).toEqual([stranger, signature]);
    }
  });

  it('are the key’s when the contract says no', async () => {
    const signed = await long();
    const { tools: asks } = asking(false);
    const recovered = await recoverSigner(asks, { ...signed, account: stranger });
    expect([recovered.signer, recovered.signature.length]).toEqual([signed.account, 64]);
    const wrong = { digest, signature: `0x${'00'.repeat(64)}01`, account: stranger };
    expect(await refusal(recoverSigner(asks, wrong))).toEqual([
      'auth/invalid-signature',
      { reason: 'zero' },
    ]);
  });

  it('are not asked about when a key that counts signed, nor is any of 64 bytes', async () => {
    const { asked, tools: asks } = asking(true);
    const signed = await long();
    await recoverSigner(asks, signed);
    await recoverSigner(asks, { ...signed, account: stranger, counts: () => true });
    const compact = await sample();
    const { signer } = await recoverSigner(asks, { ...compact, account: stranger });
    expect([signer, asked]).toEqual([compact.account, []]);
  });
});

describe('requireSigner', () => {
  it('names who signed when it was somebody else', async () => {
    const signed = await sample();
    const other = `0x${'12'.repeat(20)}` as const;
    const [code, facts] = await refusal(requireSigner(tools, { ...signed, account: other }));
    expect(code).toBe('auth/wrong-signer');
    expect(facts).toEqual({
      signer: signed.account,
      expected: [other],
      digest: bytesToHex(digest),
    });
  });

  it('does not care for the letter case of the address', async () => {
    const signed = await sample();
    const account = `0x${signed.account.slice(2).toUpperCase()}` as const;
    expect((await requireSigner(tools, { ...signed, account })).length).toBe(64);
  });
});

/** The other signature of the same key over the same text. */
function malleated(text: string): string {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const parity = (BigInt(`0x${text.slice(66)}`) >> 255n) & 1n;
  const s = BigInt(`0x${text.slice(66)}`) & ((1n << 255n) - 1n);
  const v = 27n + (1n - parity);
  return `0x${text.slice(2, 66)}${(order - s).toString(16).padStart(64, '0')}${v.toString(16)}`;
}
