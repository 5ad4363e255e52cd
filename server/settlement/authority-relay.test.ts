import { decodeFunctionData, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import type { Address } from '#lib/domain/address.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import { AuthorityRelay } from './authority-relay.ts';
import type { SettleableTrade } from './compose-batch.ts';
import type { KeyState } from './settlement-chain.ts';
import type { SignedApproval } from './signed-approvals.ts';
import type { SignedVersion } from './signed-version.ts';

const MARKET = 1;
const LOTS = 10;
const PRICE = 100;
const NOTIONAL = 1_000n;
const NOTHING = { expiry: 0, markets: 0n, maxNotional: 0n };
const ENOUGH = { expiry: 9, markets: 2n, maxNotional: NOTIONAL };
const UNKNOWN: KeyState = {
  present: { ...NOTHING, nonce: 0, bindsAt: 0 },
  former: { ...NOTHING, until: 0, overNonce: 0 },
};

function addressOf(account: number): Address {
  return `0x${String(account).padStart(40, '0')}`;
}

function approvalOf(account: number, nonce: number, seq: number): SignedApproval {
  const agent: Address = `0x${String(account).padStart(40, 'a')}`;
  const limits = { expiry: 9, markets: 2n, maxNotional: NOTIONAL };
  const approval = { account: addressOf(account), agent, ...limits, nonce };
  return { seq, account, agent: 1, approval, signature: new Uint8Array(64) };
}

/** A relay for these approvals, and what it told the contract: nonces, call by call. */
function relayOf(
  approvals: readonly SignedApproval[],
  { state = UNKNOWN, isPoor = () => false }: { state?: KeyState; isPoor?: () => boolean } = {},
) {
  const told: number[][] = [];
  const of = (account: number) => approvals.filter((each) => each.account === account);
  const submit = async ({ data }: { readonly data: Hex }) => {
    if (isPoor())
      return await Promise.resolve({ kind: 'refused', reason: 'no-funds', detail: '' } as const);
    const { functionName, args } = decodeFunctionData({ abi: clearingHouseAbi, data });
    if (functionName === 'approveAgents') told.push(args[0].map(({ nonce }) => nonce));
    return await Promise.resolve({
      kind: 'mined',
      transaction: '0x',
      block: 1,
      gasUsed: 1n,
    } as const);
  };
  const relay = new AuthorityRelay({
    book: {
      addressOf,
      approvals: {
        of,
        inForce: ({ account, seq }) => of(account).findLast((each) => each.seq < seq) ?? null,
      },
      epochs: { signed: () => null },
    },
    chain: {
      address: addressOf(0),
      keyStates: async (keys) => await Promise.resolve(keys.map(() => state)),
      simulate: async () => await Promise.resolve({ kind: 'succeeds', gas: 1n }),
      together: () => ({ to: addressOf(0), data: '0x' }),
    },
    submit,
    onRefused: () => undefined,
  });
  return { relay, told };
}

/** A trade of two accounts, signed by their keys, made by a command. */
function trade(seq: number, [maker, taker]: readonly [number, number]): SettleableTrade {
  const version = (account: number): SignedVersion => {
    const order: SignedOrder = {
      account: addressOf(account),
      market: MARKET,
      flags: 0,
      price: PRICE,
      quantity: LOTS,
      triggerPrice: 0,
      nonce: 64,
      expiry: 9,
      epoch: 0,
      maxFeePpm: 0,
    };
    return { orderId: seq, account, agent: 1, order, signature: new Uint8Array(64) };
  };
  const [makerVersion, takerVersion] = [version(maker), version(taker)];
  return {
    tradeId: seq,
    seq,
    timeMs: 0,
    market: MARKET,
    takerSells: false,
    maker: { account: maker, version: makerVersion },
    taker: { account: taker, version: takerVersion },
    price: PRICE,
    lots: LOTS,
    auction: false,
    makerVersion,
    takerVersion,
  };
}

async function missing(state: KeyState, approvals: readonly SignedApproval[], seq = 10) {
  const { relay } = relayOf(approvals, { state });
  const found = await relay.missingApprovals([trade(seq, [1, 2])]);
  return found.map(({ approval }) => approval.nonce);
}

describe('approvals that the contract lacks', () => {
  it('are all that are newer than what it has, the oldest first', async () => {
    const approvals = [approvalOf(1, 5, 1), approvalOf(1, 7, 2)];
    expect(await missing(UNKNOWN, approvals)).toEqual([5, 7]);
    const present = { ...ENOUGH, nonce: 5, bindsAt: 60 };
    expect(await missing({ ...UNKNOWN, present }, approvals)).toEqual([7]);
  });

  it('are none of keys that only the chain approved', async () => {
    expect(await missing(UNKNOWN, [approvalOf(1, 5, 11)])).toEqual([]);
  });

  it.each<[string, Partial<KeyState['present']>, Partial<KeyState['former']>, number[]]>([
    ['nothing covers its order', {}, {}, [5]],
    ['the present one covers it', ENOUGH, {}, []],
    ['it is worth too little', { ...ENOUGH, maxNotional: NOTIONAL - 1n }, {}, [5]],
    ['it is for another market', { ...ENOUGH, markets: 4n }, {}, [5]],
    ['the former one covers it as long', {}, { ...ENOUGH, until: 60 }, []],
    ['the former one covers it for a shorter time', {}, { ...ENOUGH, until: 59 }, [5]],
    ['it was overtaken too long ago', {}, { overNonce: 5 }, []],
  ])('are one that was overtaken, if %s', async (_, present, former, nonces) => {
    const state = {
      present: { ...NOTHING, nonce: 6, bindsAt: 60, ...present },
      former: { ...NOTHING, until: 0, overNonce: 4, ...former },
    };
    expect(await missing(state, [approvalOf(1, 5, 1)])).toEqual(nonces);
  });

  it('are told in calls of sixty-four, however many there are', async () => {
    const approvals = Array.from({ length: 130 }, (_, at) => approvalOf(at + 1, at + 1, 1));
    const { relay, told } = relayOf(approvals);
    const trades = Array.from({ length: 65 }, (_, at) => trade(10, [2 * at + 1, 2 * at + 2]));
    expect(await relay.tellApprovals(await relay.missingApprovals(trades))).toBe(true);
    expect(told.map(({ length }) => length)).toEqual([64, 64, 2]);
    expect(told.flat()).toEqual(approvals.map(({ approval }) => approval.nonce));
  });
});

describe('what an owner overtook', () => {
  it('is told at once for what rests on it, of nobody else, and once', async () => {
    const { relay, told } = relayOf([approvalOf(1, 5, 1), approvalOf(2, 6, 1)]);
    await relay.tellOvertaken([trade(10, [1, 2])]);
    expect(told).toEqual([]);
    relay.overtaken(1);
    await relay.tellOvertaken([trade(10, [1, 2])]);
    await relay.tellOvertaken([trade(10, [1, 2])]);
    expect(told).toEqual([[5]]);
  });

  it('is told again until it was sent', async () => {
    let isPoor = true;
    const { relay, told } = relayOf([approvalOf(1, 5, 1)], { isPoor: () => isPoor });
    relay.overtaken(1);
    await relay.tellOvertaken([trade(10, [1, 2])]);
    expect(told).toEqual([]);
    isPoor = false;
    await relay.tellOvertaken([trade(10, [1, 2])]);
    expect(told).toEqual([[5]]);
  });
});
