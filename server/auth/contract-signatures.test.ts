import { createClient, custom, type Hex, HttpRequestError } from 'viem';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { contractSignatures } from './contract-signatures.ts';

const VALID: Hex = `0x1626ba7e${'0'.repeat(56)}`;

const question = {
  address: `0x${'12'.repeat(20)}`,
  digest: new Uint8Array(32).fill(3),
  signature: new Uint8Array(100).fill(4),
} as const;

/** Asks a chain that answers every call in the same way. */
function asking(answer: () => Hex | Promise<Hex>) {
  const request = async () => await answer();
  const client = createClient({ transport: custom({ request }, { retryCount: 0 }) });
  return contractSignatures({ client, maxWaiting: 2 });
}

describe('contractSignatures', () => {
  it('tells what the contract says', async () => {
    expect(await asking(() => VALID)(question)).toBe(true);
    expect(await asking(() => '0x')(question)).toBe(false);
  });

  it('does not take it for no when the chain does not answer', async () => {
    const away = asking(() => {
      throw new HttpRequestError({ url: 'http://127.0.0.1' });
    });
    await expect(away(question)).rejects.toMatchObject({ code: 'chain/unavailable' });
  });

  it('asks a few at a time', async () => {
    const held: (() => void)[] = [];
    const isValid = asking(() => new Promise<Hex>((resolve) => held.push(() => resolve(VALID))));
    const answers = [isValid(question), isValid(question)];
    await expect(isValid(question)).rejects.toThrow(ProtocolError);
    await expect.poll(() => held.length).toBe(2);
    for (const answer of held) answer();
    expect(await Promise.all(answers)).toEqual([true, true]);
    const again = isValid(question);
    await expect.poll(() => held.length).toBe(3);
    held[2]?.();
    expect(await again).toBe(true);
  });
});
