import { type Hex, parseSignature, parseTransaction, toHex } from 'viem';
import { afterEach, describe, expect, it } from 'vitest';
import { receiptTypedData } from '#lib/chain/order-typed-data.ts';
import {
  type RpcReply,
  type ScriptedRpc,
  startScriptedRpc,
} from '#scripts/testing/scripted-rpc.ts';
import { keySigner, type OperatorTransaction } from './operator-signer.ts';
import { remoteSigner } from './remote-signer.ts';

const key = keySigner(`0x${'11'.repeat(32)}`);
const transaction = {
  type: 'eip1559',
  chainId: 1337,
  nonce: 0,
  to: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  data: '0xAB12',
  gas: 100_000n,
  maxFeePerGas: 30_000_000_000n,
  maxPriorityFeePerGas: 2_000_000_000n,
} as const satisfies OperatorTransaction;

let server: ScriptedRpc | null = null;
let asked: unknown[] = [];

afterEach(async () => {
  await server?.stop();
  server = null;
  asked = [];
});

async function signerThat(reply: RpcReply, timeoutMs = 60_000) {
  server = await startScriptedRpc((method, params) => {
    asked = [method, ...params];
    return reply;
  });
  return remoteSigner({ url: server.url, address: key.address, timeoutMs });
}

const domain = { chainId: 1337, verifyingContract: transaction.to } as const;
const confirmed = {
  seq: 7,
  orderHash: `0x${'ab'.repeat(32)}`,
  previousLogHash: `0x${'cd'.repeat(32)}`,
} as const;
const receipt = receiptTypedData(domain, confirmed);

describe('a remote signer, of a receipt', () => {
  it('is asked as Web3Signer is, and its signature is passed on', async () => {
    const signature = await key.signReceipt(receipt);
    const signer = await signerThat({ result: signature });
    expect(await signer.signReceipt(receipt)).toBe(signature);
    const [method, address, text] = asked;
    expect([method, address]).toEqual(['eth_signTypedData', key.address]);
    expect(JSON.parse(String(text))).toEqual({
      primaryType: 'Receipt',
      domain: { name: 'Lux Exchange', version: '1', ...domain },
      message: { ...confirmed, seq: '7' },
      types: {
        EIP712Domain: [
          { name: 'name', type: 'string' },
          { name: 'version', type: 'string' },
          { name: 'chainId', type: 'uint256' },
          { name: 'verifyingContract', type: 'address' },
        ],
        Receipt: [
          { name: 'seq', type: 'uint64' },
          { name: 'orderHash', type: 'bytes32' },
          { name: 'previousLogHash', type: 'bytes32' },
        ],
      },
    });
  });

  it('may say its parity as 0 or 1: what is passed on says 27 or 28', async () => {
    const signature = await key.signReceipt(receipt);
    const { yParity } = parseSignature(signature);
    const signer = await signerThat({ result: `${signature.slice(0, -2)}0${yParity}` });
    expect(await signer.signReceipt(receipt)).toBe(signature);
  });

  it.each<[string, () => Promise<unknown>]>([
    [
      'of another command',
      async () => await key.signReceipt(receiptTypedData(domain, { ...confirmed, seq: 8 })),
    ],
    [
      'for another chain',
      async () => await key.signReceipt(receiptTypedData({ ...domain, chainId: 1 }, confirmed)),
    ],
    ['by another key', async () => await keySigner(`0x${'22'.repeat(32)}`).signReceipt(receipt)],
    ['that is short', async () => (await key.signReceipt(receipt)).slice(0, -2)],
    ['that no key makes', async () => toHex(new Uint8Array(65).fill(255))],
    ['that is no text', async () => await Promise.resolve({ signature: '0x' as Hex })],
  ])('is not believed with a signature %s', async (_, made) => {
    const signer = await signerThat({ result: await made() });
    const failure = signer.signReceipt(receipt);
    await expect(failure).rejects.toMatchObject({ name: 'SignerError' });
    await expect(failure).rejects.toThrow(/did not sign the receipt/);
  });
});

describe('a remote signer', () => {
  it('is asked as Web3Signer is, and its signature is passed on', async () => {
    const signed = await key.sign(transaction);
    const signer = await signerThat({ result: signed });
    expect(await signer.sign(transaction)).toBe(signed);
    expect(asked).toEqual([
      'eth_signTransaction',
      {
        from: key.address,
        to: transaction.to,
        data: '0xAB12',
        value: '0x0',
        nonce: '0x0',
        gas: '0x186a0',
        maxFeePerGas: '0x6fc23ac00',
        maxPriorityFeePerGas: '0x77359400',
        chainId: '0x539',
      },
    ]);
  });

  it.each<[string, Partial<OperatorTransaction>]>([
    ['for another chain', { chainId: 1 }],
    ['with another nonce', { nonce: 1 }],
    ['to somebody else', { to: `0x${'bb'.repeat(20)}` }],
    ['of another call', { data: '0xAB13' }],
    ['with money', { value: 1n }],
    ['with less gas', { gas: 1n }],
    ['that offers more', { maxFeePerGas: 30_000_000_001n }],
    ['with another tip', { maxPriorityFeePerGas: 0n }],
  ])('is not believed when it signs a transaction %s', async (_, change) => {
    const signed = await key.sign({ ...transaction, ...change });
    expect(parseTransaction(signed)).toBeDefined();
    const signer = await signerThat({ result: signed });
    await expect(signer.sign(transaction)).rejects.toMatchObject({ name: 'SignerError' });
  });

  it('is not believed when another key signed', async () => {
    const signed = await keySigner(`0x${'22'.repeat(32)}`).sign(transaction);
    const signer = await signerThat({ result: signed });
    await expect(signer.sign(transaction)).rejects.toThrow(/did not sign what/);
  });

  it.each<[RpcReply, RegExp]>([
    [{ result: null }, /did not sign/],
    [{ result: '0x' }, /did not sign/],
    [{ result: '0x02ff' }, /did not sign/],
    [{ result: { raw: '0x02' } }, /did not sign/],
    [{ error: { code: -32_000, message: 'Signing from account is locked' } }, /account is locked/],
    [{ status: 503 }, /does not answer/],
    ['break', /does not answer/],
  ])('says what is wrong with %j', async (reply, message) => {
    const signer = await signerThat(reply);
    const failure = signer.sign(transaction);
    await expect(failure).rejects.toMatchObject({ name: 'SignerError' });
    await expect(failure).rejects.toThrow(message);
  });

  it('is not waited for for ever', async () => {
    const signer = await signerThat('silence', 50);
    await expect(signer.sign(transaction)).rejects.toThrow(/does not answer/);
  });
});
