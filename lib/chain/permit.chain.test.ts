import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { readPermit, signedPermit } from './permit.ts';

let exchange: SwapChain;

beforeAll(async () => {
  exchange = await swapChain();
});

afterAll(async () => {
  await exchange.chain.stop();
});

test('the domain that a token names is confirmed by its separator', async () => {
  const { lusd } = exchange.tokens;
  const owner = exchange.user.address;
  const of = { token: lusd.address, owner, chainId: exchange.chain.deployment.chainId };
  expect(await readPermit(exchange.context, of)).toEqual({
    domain: {
      name: lusd.name,
      version: '1',
      chainId: of.chainId,
      verifyingContract: lusd.address,
    },
    nonce: 0n,
  });
  // On another chain the separator would be another, so that no signature is asked for.
  expect(await readPermit(exchange.context, { ...of, chainId: 96369 })).toBeNull();
});

test('a token without permits, and an address without code, have none', async () => {
  const owner = exchange.user.address;
  const chainId = exchange.chain.deployment.chainId;
  for (const token of [exchange.tokens.wlux.address, owner]) {
    expect(await readPermit(exchange.context, { token, owner, chainId })).toBeNull();
  }
});

test('a signature is taken apart, whatever its last byte counts from', () => {
  const half = (digit: string) => digit.repeat(64);
  const permit = { value: 5n, deadline: 9n };
  for (const [last, v] of [
    ['00', 27],
    ['01', 28],
    ['1b', 27],
    ['1c', 28],
  ] as const) {
    const signed = signedPermit(permit, `0x${half('1')}${half('2')}${last}`);
    expect(signed).toEqual({ ...permit, v, r: `0x${half('1')}`, s: `0x${half('2')}` });
  }
  expect(() => signedPermit(permit, '0x1234')).toThrow();
});
