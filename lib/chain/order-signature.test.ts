import { bytesToHex, type Hex, hexToBytes, recoverTypedDataAddress } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import {
  type OrderSigner,
  parseSignature,
  signAgentApproval,
  signCancelAll,
  signOrder,
  signWithdrawal,
  UnusableSignatureError,
} from './order-signature.ts';
import {
  agentApprovalTypedData,
  cancelAllTypedData,
  NATIVE_ASSET,
  orderTypedData,
  withdrawalTypedData,
} from './order-typed-data.ts';

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const privateKey = generatePrivateKey();
const account = privateKeyToAccount(privateKey);
const domain = { chainId: 1337, verifyingContract: account.address };
const order = {
  account: account.address,
  market: 1,
  flags: 0,
  price: 100,
  quantity: 200,
  triggerPrice: 0,
  nonce: 64,
  expiry: 2_000_000_000,
  epoch: 0,
  maxFeePpm: 500,
};
const wallet: OrderSigner = { signTypedData: (data) => account.signTypedData(data) };

const word = (value: bigint) => value.toString(16).padStart(64, '0');
const long = (r: bigint, s: bigint, v: number): Hex =>
  `0x${word(r)}${word(s)}${v.toString(16).padStart(2, '0')}`;
const compact = (r: bigint, s: bigint): Hex => `0x${word(r)}${word(s)}`;

/** The same signature with r, s and v apart. */
function expanded(signature: Hex): Hex {
  const bytes = hexToBytes(signature);
  const parity = (bytes[32] as number) >> 7;
  bytes[32] = (bytes[32] as number) & 0x7f;
  return `${bytesToHex(bytes)}${(27 + parity).toString(16)}`;
}

describe('signing', () => {
  it.each([
    ['a private key', { privateKey }],
    ['a wallet', wallet],
  ])('signs orders, approvals and cancels with %s', async (_name, signer) => {
    const approval = {
      account: account.address,
      agent: account.address,
      expiry: 1,
      markets: 1n,
      maxNotional: 1n,
      nonce: 1,
    };
    const cancelAll = { account: account.address, epoch: 1 };
    const signatures = [
      await signOrder(signer, { domain, order }),
      await signAgentApproval(signer, { domain, approval }),
      await signCancelAll(signer, { domain, cancelAll }),
    ] as const;
    // A wallet's stay as they are: a contract's may have as many bytes as a key's.
    const length = signer === wallet ? 132 : 130;
    expect(signatures.map((each) => each.length)).toEqual([length, length, length]);
    const [signature, approved, canceled] = signatures.map((each) =>
      signer === wallet ? each : expanded(each),
    ) as [Hex, Hex, Hex];
    const signers = [
      await recoverTypedDataAddress({ ...orderTypedData(domain, order), signature }),
      await recoverTypedDataAddress({
        ...agentApprovalTypedData(domain, approval),
        signature: approved,
      }),
      await recoverTypedDataAddress({
        ...cancelAllTypedData(domain, cancelAll),
        signature: canceled,
      }),
    ];
    expect(signers).toEqual([account.address, account.address, account.address]);
  });

  it('signs withdrawals, of tokens and of the native currency', async () => {
    const { address } = account;
    const terms = { account: address, amount: 5n, to: address, nonce: 9, expiry: 1, epoch: 0 };
    for (const signer of [wallet, { privateKey }]) {
      for (const asset of [address, NATIVE_ASSET]) {
        const withdrawal = { ...terms, asset };
        const signed = await signWithdrawal(signer, { domain, withdrawal });
        const signature = signer === wallet ? signed : expanded(signed);
        const data = withdrawalTypedData(domain, withdrawal);
        expect(await recoverTypedDataAddress({ ...data, signature })).toBe(address);
      }
    }
  });

  it('passes a contract wallet’s signature on, and refuses an answer that is none', async () => {
    const contract = `0x${'ab'.repeat(130)}` as const;
    const smart: OrderSigner = { signTypedData: async () => await Promise.resolve(contract) };
    expect(await signOrder(smart, { domain, order })).toBe(contract);
    const short = `0x${'00'.repeat(64)}1f` as const;
    const single: OrderSigner = { signTypedData: async () => await Promise.resolve(short) };
    expect(await signOrder(single, { domain, order })).toBe(short);
    const broken: OrderSigner = { signTypedData: async () => await Promise.resolve('0x1234') };
    await expect(signOrder(broken, { domain, order })).rejects.toThrow(UnusableSignatureError);
  });
});

describe('parseSignature', () => {
  it('reads both forms of a signature as the same bytes', async () => {
    const signature = await signOrder({ privateKey }, { domain, order });
    const v27 = expanded(signature);
    const v0 = `${v27.slice(0, -2)}0${v27.endsWith('1c') ? 1 : 0}`;
    const parsed = [signature, v27, v0].map((text) => parseSignature(text));
    expect(parsed.map(({ kind }) => kind)).toEqual(['key', 'key', 'key']);
    expect(
      new Set(parsed.map((each) => ('bytes' in each ? bytesToHex(each.bytes) : ''))).size,
    ).toBe(1);
  });

  const s = CURVE_ORDER >> 1n;
  it.each<[string, string, string]>([
    ['no text', '', 'not-hexadecimal'],
    ['no prefix', '12'.repeat(64), 'not-hexadecimal'],
    ['an odd digit', `0x${'12'.repeat(64)}1`, 'not-hexadecimal'],
    ['other letters', `0x${'zz'.repeat(64)}`, 'not-hexadecimal'],
    ['a line break behind it', `0x${'12'.repeat(64)}\n`, 'not-hexadecimal'],
    ['nothing', '0x', 'wrong-length'],
    ['a truncated one', `0x${'12'.repeat(63)}`, 'wrong-length'],
    ['one beyond every contract’s', `0x${'12'.repeat(1_025)}`, 'wrong-length'],
    ['zero', compact(0n, 0n), 'zero'],
    ['a zero r', long(0n, 1n, 27), 'zero'],
    ['a zero s', long(1n, 0n, 27), 'zero'],
    ['an s of only the parity', compact(1n, 1n << 255n), 'zero'],
    ['an r beyond the curve', compact(CURVE_ORDER, 1n), 'out-of-range'],
    ['the other s', long(1n, CURVE_ORDER - 1n, 27), 'high-s'],
    ['a little too high an s', long(1n, s + 1n, 28), 'high-s'],
    ['a little too high an s, compact', compact(1n, s + 1n), 'high-s'],
    ['a wrong v', long(1n, 1n, 2), 'wrong-v'],
    ['a v of a chain', long(1n, 1n, 37), 'wrong-v'],
  ])('refuses %s', (_name, text, fault) => {
    expect(parseSignature(text)).toEqual({ kind: 'none', fault });
  });

  it('takes the highest low s', () => {
    expect(parseSignature(long(1n, s, 27)).kind).toBe('key');
  });

  it('takes what is longer for a contract’s', () => {
    expect(parseSignature(`0x${'00'.repeat(66)}`).kind).toBe('contract');
    expect(parseSignature(`0x${'00'.repeat(1_024)}`).kind).toBe('contract');
  });
});
