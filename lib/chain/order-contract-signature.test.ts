import {
  bytesToHex,
  createClient,
  custom,
  decodeFunctionData,
  type Hex,
  HttpRequestError,
  parseAbi,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { ChainError } from './chain-error.ts';
import { isContractSignature } from './order-contract-signature.ts';

const abi = parseAbi([
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
]);

const question = {
  address: `0x${'12'.repeat(20)}`,
  digest: new Uint8Array(32).fill(3),
  signature: new Uint8Array(100).fill(4),
} as const;

type Call = { readonly to: Hex; readonly data: Hex; readonly gas: Hex };

/** Asks a chain that answers every call in the same way. */
function asking(answer: (sent: Call) => Hex | Promise<Hex>) {
  const request = async ({ params }: { params?: readonly unknown[] }) =>
    await answer(params?.[0] as Call);
  const client = createClient({ transport: custom({ request }, { retryCount: 0 }) });
  return (asked: typeof question) => isContractSignature(client, asked);
}

const word = (start: string): Hex => `0x${start}${'0'.repeat(64 - start.length)}`;

describe('isContractSignature', () => {
  it('asks the contract itself, about these bytes', async () => {
    const calls: Call[] = [];
    const isValid = asking((sent) => {
      calls.push(sent);
      return word('1626ba7e');
    });
    expect(await isValid(question)).toBe(true);
    const [sent] = calls;
    expect(sent?.to).toBe(question.address);
    expect(decodeFunctionData({ abi, data: sent?.data ?? '0x' }).args).toEqual([
      bytesToHex(question.digest),
      bytesToHex(question.signature),
    ]);
    // As much as the clearing house gives it (contracts/src/clearing-house/Signatures.sol).
    expect(Number(sent?.gas)).toBe(300_000);
  });

  it.each<[string, Hex]>([
    ['says no', word('ffffffff')],
    ['says a truth of another kind', `0x${'0'.repeat(63)}1`],
    ['answers less than a word', '0x1626ba7e'],
    ['answers with something behind the value', `0x1626ba7e${'1'.repeat(56)}`],
    ['answers with something behind the word', `${word('1626ba7e')}00`],
    ['is none, but an account without code', '0x'],
  ])('takes it for no when the contract %s', async (_name, answer) => {
    expect(await asking(() => answer)(question)).toBe(false);
  });

  it('takes it for no when the contract reverts', async () => {
    const reverting = asking(() => {
      throw Object.assign(new Error('execution reverted'), { code: 3, data: '0x' });
    });
    expect(await reverting(question)).toBe(false);
  });

  it('takes it for no when it reverts with what a node would say of itself', async () => {
    const reverting = asking(() => {
      const text = 'execution reverted: header not found, block not found';
      throw Object.assign(new Error(text), { code: 3, data: '0x' });
    });
    expect(await reverting(question)).toBe(false);
  });

  it('does not take it for no when the chain does not answer', async () => {
    const away = asking(() => {
      throw new HttpRequestError({ url: 'http://127.0.0.1' });
    });
    await expect(away(question)).rejects.toThrow(ChainError);
  });
});
