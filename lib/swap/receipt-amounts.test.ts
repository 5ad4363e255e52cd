import { describe, expect, it } from 'vitest';
import type { Address, Hash } from '#lib/domain/address.ts';
import { LUX, type Token } from '#lib/domain/currency.ts';
import { type ReceiptLog, receiptAmounts } from './receipt-amounts.ts';

const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const DEPOSIT = '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
const WITHDRAWAL = '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65';

const ACCOUNT = '0x00000000000000000000000000000000000000Aa';
const ROUTER = '0x00000000000000000000000000000000000000Bb';
const POOL = '0x00000000000000000000000000000000000000Cc';
const WLUX = token('0x1000000000000000000000000000000000000001', 'WLUX');
const LUSD = token('0x2000000000000000000000000000000000000002', 'LUSD');

function token(address: Address, symbol: string): Token {
  return { kind: 'token', address, symbol, name: symbol, decimals: 18, permit: false };
}

function word(value: bigint | string): Hash {
  const hex = typeof value === 'bigint' ? value.toString(16) : value.slice(2).toLowerCase();
  return `0x${hex.padStart(64, '0')}`;
}

function transfer(of: Token, from: Address, to: Address, amount: bigint): ReceiptLog {
  return { address: of.address, topics: [TRANSFER, word(from), word(to)], data: word(amount) };
}

function wlux(event: Hash, party: Address, amount: bigint): ReceiptLog {
  return { address: WLUX.address, topics: [event, word(party)], data: word(amount) };
}

const parties = { account: ACCOUNT, router: ROUTER, wlux: WLUX.address } as const;

describe('receiptAmounts', () => {
  it('reads a swap of tokens over two legs from their transfers', () => {
    const logs = [
      transfer(LUSD, ACCOUNT, POOL, 60n),
      transfer(WLUX, POOL, ACCOUNT, 5n),
      transfer(LUSD, ACCOUNT, POOL, 40n),
      transfer(WLUX, POOL, ACCOUNT, 3n),
    ];
    expect(receiptAmounts(logs, { ...parties, pay: LUSD, receive: WLUX })).toEqual({
      paid: 100n,
      received: 8n,
    });
  });

  it('counts as paid in LUX what the router wrapped, not what was sent along', () => {
    const logs = [
      wlux(DEPOSIT, ROUTER, 7n),
      transfer(WLUX, ROUTER, POOL, 7n),
      transfer(LUSD, POOL, ACCOUNT, 90n),
    ];
    expect(receiptAmounts(logs, { ...parties, pay: LUX, receive: LUSD })).toEqual({
      paid: 7n,
      received: 90n,
    });
  });

  it('counts as received in LUX what the router unwrapped', () => {
    const logs = [
      transfer(LUSD, ACCOUNT, POOL, 90n),
      transfer(WLUX, POOL, ROUTER, 7n),
      wlux(WITHDRAWAL, ROUTER, 7n),
    ];
    expect(receiptAmounts(logs, { ...parties, pay: LUSD, receive: LUX })).toEqual({
      paid: 90n,
      received: 7n,
    });
  });

  it('takes from what was paid in LUX what no pool took and was given back', () => {
    const logs = [
      wlux(DEPOSIT, ROUTER, 7n),
      transfer(WLUX, ROUTER, POOL, 5n),
      transfer(LUSD, POOL, ACCOUNT, 60n),
      wlux(WITHDRAWAL, ROUTER, 2n),
    ];
    expect(receiptAmounts(logs, { ...parties, pay: LUX, receive: LUSD })).toEqual({
      paid: 5n,
      received: 60n,
    });
  });

  it('reads wrapping and unwrapping from the account’s own events', () => {
    const wrap = [wlux(DEPOSIT, ACCOUNT, 9n)];
    expect(receiptAmounts(wrap, { ...parties, pay: LUX, receive: WLUX })).toEqual({
      paid: 9n,
      received: 9n,
    });
    const unwrap = [wlux(WITHDRAWAL, ACCOUNT, 4n)];
    expect(receiptAmounts(unwrap, { ...parties, pay: WLUX, receive: LUX })).toEqual({
      paid: 4n,
      received: 4n,
    });
  });

  it('ignores what concerns others and logs that are not what they look like', () => {
    const logs: ReceiptLog[] = [
      transfer(LUSD, POOL, ROUTER, 1_000n),
      wlux(DEPOSIT, POOL, 1_000n),
      { address: LUSD.address, topics: [], data: '0x' },
      { address: LUSD.address, topics: [TRANSFER, word(POOL), word(ACCOUNT)], data: '0x' },
      { address: POOL, topics: [TRANSFER, word(POOL), word(ACCOUNT)], data: word(5n) },
    ];
    expect(receiptAmounts(logs, { ...parties, pay: LUX, receive: LUSD })).toEqual({
      paid: 0n,
      received: 0n,
    });
  });
});
