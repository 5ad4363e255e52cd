import { encodeAbiParameters, getAddress, type Hex, numberToHex, stringToHex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { currencyKey, type Token } from '#lib/domain/currency.ts';
import { type ScriptedAnswer, scriptedContract } from '#scripts/testing/scripted-contract.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { createChainClient } from './create-chain-client.ts';
import { readBalances } from './read-balances.ts';
import { readTokenMetadata } from './read-token-metadata.ts';

const HOSTILE = getAddress('0x00000000000000000000000000000000bad00001');
const BURNING = getAddress('0x00000000000000000000000000000000bad00002');

let exchange: SwapChain;

beforeAll(async () => {
  exchange = await swapChain();
});

afterAll(async () => {
  await exchange.chain.stop();
});

const word = (value: bigint | number): ScriptedAnswer => ({
  kind: 'return',
  data: numberToHex(value, { size: 32 }),
});
const data = (bytes: Hex): ScriptedAnswer => ({ kind: 'return', data: bytes });
const text = (value: string) => data(encodeAbiParameters([{ type: 'string' }], [value]));

/** A contract that answers as an ordinary token does, but for what is changed. */
async function placeToken(changes: Readonly<Record<string, ScriptedAnswer | null>>) {
  const answers: Record<string, ScriptedAnswer | null> = {
    'totalSupply()': word(1_000n),
    'balanceOf(address)': word(7n),
    'allowance(address,address)': word(0n),
    'decimals()': word(9),
    'symbol()': text('HST'),
    'name()': text('Hostile Token'),
    ...changes,
  };
  const given: Record<string, ScriptedAnswer> = {};
  for (const [signature, answer] of Object.entries(answers)) {
    if (answer !== null) given[signature] = answer;
  }
  await exchange.rpc('anvil_setCode', [HOSTILE, scriptedContract(given)]);
}

async function read(address: string) {
  const { chainId } = exchange.chain.deployment;
  return await readTokenMetadata({ ...exchange.context, chainId }, address);
}

describe('a token of our own', () => {
  test.each(['lusd', 'leth', 'lbtc'] as const)('%s is what is deployed', async (name) => {
    const deployed = exchange.tokens[name];
    const found = await read(deployed.address);
    expect(found).toMatchObject({ symbolFlags: [], nameFlags: [] });
    expect(found.token).toEqual(deployed);
  });
});

test('wrapped LUX is the canonical contract, which takes no permits', async () => {
  const { token } = await read(exchange.tokens.wlux.address);
  expect(token).toMatchObject({ decimals: 18, permit: false });
});

describe('a token of somebody else', () => {
  test('is read when it answers as a token', async () => {
    await placeToken({});
    expect(await read(HOSTILE)).toEqual({
      token: {
        kind: 'token',
        address: HOSTILE,
        symbol: 'HST',
        name: 'Hostile Token',
        decimals: 9,
        permit: false,
      },
      symbolFlags: [],
      nameFlags: [],
      totalSupply: 1_000n,
    });
  });

  test('may have bytes32 texts', async () => {
    await placeToken({
      'symbol()': data(stringToHex('MKR', { size: 32 })),
      'name()': data(stringToHex('Maker', { size: 32 })),
    });
    expect((await read(HOSTILE)).token).toMatchObject({ symbol: 'MKR', name: 'Maker' });
  });

  test('with hostile texts is shown in plain ones, and what was done is said', async () => {
    await placeToken({
      'symbol()': text('\u202eDSUL\u0000<script>'),
      'name()': text(`${'A'.repeat(100_000)}`),
    });
    const { token, symbolFlags, nameFlags } = await read(HOSTILE);
    expect(token.symbol).toBe('DSUL script');
    expect(symbolFlags).toEqual(['right-to-left', 'control-characters', 'markup']);
    expect([...token.name]).toHaveLength(48);
    expect(nameFlags).toEqual(['too-long']);
  });

  test.each([
    ['none', { 'symbol()': null, 'name()': null }],
    ['empty ones', { 'symbol()': text(''), 'name()': text('\u200b') }],
    ['no text at all', { 'symbol()': data('0x1234'), 'name()': data(`0x${'ff'.repeat(64)}`) }],
    ['contracts that burn all gas', { 'symbol()': { kind: 'burn' }, 'name()': { kind: 'burn' } }],
  ] satisfies readonly (readonly [string, Record<string, ScriptedAnswer | null>])[])(
    'without texts (%s) is called by its address',
    async (_, changes) => {
      await placeToken(changes);
      const { token, symbolFlags, nameFlags } = await read(HOSTILE);
      expect(token).toMatchObject({ symbol: '0x0000…0001', name: '0x0000…0001' });
      expect(symbolFlags).toContain('empty');
      expect(nameFlags).toContain('empty');
    },
  );

  test('has decimals up to 36', async () => {
    for (const decimals of [0, 36]) {
      await placeToken({ 'decimals()': word(decimals) });
      expect((await read(HOSTILE)).token.decimals).toBe(decimals);
    }
    for (const decimals of [37n, 255n, 2n ** 255n]) {
      await placeToken({ 'decimals()': word(decimals) });
      await expect(read(HOSTILE)).rejects.toMatchObject({ code: 'token/unsupported-decimals' });
    }
  });
});

describe('what is no token', () => {
  test.each([
    ['no decimals', { 'decimals()': null }],
    ['no supply', { 'totalSupply()': null }],
    ['no balances', { 'balanceOf(address)': { kind: 'burn' } }],
    ['no allowances', { 'allowance(address,address)': null }],
    ['a balance of two words', { 'balanceOf(address)': data(`0x${'00'.repeat(64)}`) }],
    ['a supply of one byte', { 'totalSupply()': data('0x01') }],
    ['an empty answer', { 'decimals()': data('0x') }],
  ] satisfies readonly (readonly [string, Record<string, ScriptedAnswer | null>])[])(
    'a contract with %s',
    async (_, changes) => {
      await placeToken(changes);
      await expect(read(HOSTILE)).rejects.toMatchObject({ code: 'token/not-erc20' });
    },
  );

  test('an account, an exchange contract, a word', async () => {
    await expect(read(exchange.user.address)).rejects.toMatchObject({ code: 'token/no-code' });
    const router = exchange.contract('swapRouter02');
    await expect(read(router)).rejects.toMatchObject({ code: 'token/not-erc20' });
    for (const word of ['', 'LUSD', '0x12', `${HOSTILE}00`, 'javascript:alert(1)']) {
      await expect(read(word)).rejects.toMatchObject({ code: 'token/invalid-address' });
    }
  });

  test('an address with a mistyped digit, but one in any single case is fine', async () => {
    const { address } = exchange.tokens.lusd;
    const swapped = address.replace(/[a-f]/, (letter) => letter.toUpperCase());
    const mistyped = swapped === address ? address.replace(/[A-F]/, 'a') : swapped;
    await expect(read(mistyped)).rejects.toMatchObject({ code: 'token/invalid-address' });
    expect((await read(address.toLowerCase())).token.address).toBe(address);
    expect((await read(`0x${address.slice(2).toUpperCase()}`)).token.address).toBe(address);
  });

  test('says so when there is no chain at all', async () => {
    const client = createChainClient({ chainId: 1, name: 'none', rpcUrl: 'http://127.0.0.1:9' });
    const nowhere = { client, multicall3: HOSTILE, chainId: 1 };
    await expect(readTokenMetadata(nowhere, HOSTILE)).rejects.toMatchObject({
      code: 'chain/unreachable',
    });
  });
});

test('a token that burns all gas, or lies, does not hide the balances of the others', async () => {
  await placeToken({ 'balanceOf(address)': data('0x01') });
  await exchange.rpc('anvil_setCode', [
    BURNING,
    scriptedContract({ 'balanceOf(address)': { kind: 'burn' } }),
  ]);
  const odd = (address: Address): Token => ({ ...exchange.tokens.lusd, address });
  const currencies = [odd(BURNING), odd(HOSTILE), odd(exchange.user.address), exchange.tokens.lusd];
  const { balances, allowances } = await readBalances({
    context: exchange.context,
    owner: exchange.contract('v2Factory'),
    currencies,
    spender: exchange.contract('swapRouter02'),
  });
  const lusd = currencyKey(exchange.tokens.lusd);
  expect(Object.fromEntries(balances)).toEqual({ [lusd]: 0n });
  expect(allowances.get(lusd)).toBe(0n);
});
