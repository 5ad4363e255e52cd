import { createClient, custom, defineChain, http, parseEther } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import {
  getBalance,
  getTransactionReceipt,
  sendTransaction,
  signMessage,
  signTypedData,
  verifyMessage,
  verifyTypedData,
} from 'viem/actions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LUX } from '#lib/domain/currency.ts';
import { SwapError } from '#lib/swap/swap-errors.ts';
import { type Anvil, startAnvil } from '#scripts/dev-chain/anvil.ts';
import { createDemoProvider } from './demo-provider.ts';

const account = privateKeyToAccount(generatePrivateKey());
const OTHER = '0x00000000000000000000000000000000000000aa';

let anvil: Anvil;

beforeAll(async () => {
  anvil = await startAnvil();
});

afterAll(async () => {
  await anvil.stop();
});

/** A client that knows the demo wallet as a page does: by its provider. */
function wallet({ allowed = true } = {}) {
  const chain = defineChain({
    id: 1337,
    name: 'test',
    nativeCurrency: LUX,
    rpcUrls: { default: { http: [anvil.rpcUrl] } },
  });
  const transport = http(anvil.rpcUrl);
  const node = createClient({ chain, transport });
  const provider = createDemoProvider({
    client: createClient({ account, chain, transport }),
    askChain: transport({ chain }).request,
    assertAllowed: () =>
      allowed ? Promise.resolve() : Promise.reject(new SwapError('wallet/demo-not-allowed')),
  });
  const page = createClient({
    account: account.address,
    chain,
    transport: custom(provider, { retryCount: 0 }),
  });
  return { node, page, provider };
}

const typedData = {
  domain: { name: 'Lux Dollar', version: '1', chainId: 1337, verifyingContract: OTHER },
  types: {
    Permit: [
      { name: 'owner', type: 'address' },
      { name: 'value', type: 'uint256' },
    ],
  },
  primaryType: 'Permit',
  message: { owner: account.address, value: 2n ** 200n },
} as const;

describe('the demo wallet’s provider', () => {
  it('signs messages and typed data that verify', async () => {
    const { node, page } = wallet();
    const { address } = account;
    const message = await signMessage(page, { message: 'hello' });
    expect(await verifyMessage(node, { address, message: 'hello', signature: message })).toBe(true);
    const typed = await signTypedData(page, typedData);
    expect(await verifyTypedData(node, { address, ...typedData, signature: typed })).toBe(true);
  });

  it('signs and sends transactions, several at once in order', async () => {
    const { node, page, provider } = wallet();
    await provider.request({
      method: 'anvil_setBalance',
      params: [account.address, `0x${parseEther('10').toString(16)}`],
    });
    const hashes = await Promise.all(
      [1n, 2n, 3n].map((value) => sendTransaction(page, { to: OTHER, value })),
    );
    for (const hash of hashes) {
      expect((await getTransactionReceipt(node, { hash })).status).toBe('success');
    }
    expect(await getBalance(node, { address: OTHER })).toBe(6n);
  });

  it('goes on after a transaction that could not be sent', async () => {
    const { page } = wallet();
    const tooMuch = sendTransaction(page, { to: OTHER, value: parseEther('1000') });
    const fine = sendTransaction(page, { to: OTHER, value: 1n });
    await expect(tooMuch).rejects.toThrow();
    await expect(fine).resolves.toMatch(/^0x/u);
  });

  it('answers for one account on one chain', async () => {
    const { provider } = wallet();
    const { address } = account;
    expect(await provider.request({ method: 'eth_accounts' })).toEqual([address]);
    expect(await provider.request({ method: 'eth_chainId' })).toBe('0x539');
    const own = { method: 'wallet_switchEthereumChain', params: [{ chainId: '0x539' }] };
    expect(await provider.request(own)).toBeNull();
    const other = { method: 'wallet_switchEthereumChain', params: [{ chainId: '0x1' }] };
    await expect(provider.request(other)).rejects.toMatchObject({ code: 4902 });
    const foreign = { method: 'personal_sign', params: ['0x00', OTHER] };
    await expect(provider.request(foreign)).rejects.toMatchObject({ code: 4100 });
  });

  it('hands what concerns the chain on to it', async () => {
    const { provider } = wallet();
    expect(await provider.request({ method: 'web3_clientVersion' })).toMatch(/^anvil\//u);
  });

  it.each([
    ['personal_sign', ['0x00', account.address]],
    ['eth_sendTransaction', [{ from: account.address, to: OTHER, value: '0x1' }]],
    ['eth_signTypedData_v4', [account.address, '{}']],
  ])('signs nothing by %s where it is not allowed', async (method, params) => {
    const { provider } = wallet({ allowed: false });
    await expect(provider.request({ method, params })).rejects.toMatchObject({
      code: 'wallet/demo-not-allowed',
    });
  });

  it.each([
    ['eth_sendTransaction', [{ from: account.address, to: OTHER, value: '1' }]],
    ['eth_sendTransaction', []],
    ['eth_signTypedData_v4', [account.address, '{"domain":1}']],
  ])('refuses %s with parameters of another form', async (method, params) => {
    await expect(wallet().provider.request({ method, params })).rejects.toThrow();
  });
});
