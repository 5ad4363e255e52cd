import { decodeFunctionData, type Hex } from 'viem';
import { beforeEach, describe, expect, it } from 'vitest';
import { clearingHouseAbi } from '#contracts-abi/abis/clearing-house.ts';
import { multicall3Abi } from '#lib/chain/token-abis.ts';
import type { Address } from '#lib/domain/address.ts';
import { ScriptedClearingHouse } from '#scripts/testing/scripted-clearing-house.ts';
import type { SubmitCall } from '#server/chain/index.ts';
import { AuthorityTeller } from './authority-teller.ts';
import type { SignedApproval } from './signed-approvals.ts';
import type { SignedEpoch } from './signed-epochs.ts';

/** Nonces of approvals, or accounts of epochs, of one transaction. */
type Told = readonly number[];

/** Approvals that a block has gas for. */
const MOST_IN_A_BLOCK = 40;

let told: Told[];
let gases: bigint[];
/** What the contract refuses, when it is tried and in a block. */
let refuses: ReadonlySet<number>;
/** What it takes when it is tried, and undoes in a block. */
let undoes: ReadonlySet<number>;
let refused: string[];
let mostTogether: number;
let teller: AuthorityTeller;

beforeEach(() => {
  told = [];
  gases = [];
  refuses = new Set();
  undoes = new Set();
  refused = [];
  mostTogether = Number.POSITIVE_INFINITY;
  const { address, together } = new ScriptedClearingHouse().chain;
  const simulate = async (data: Hex) => {
    const names = namesOf(data);
    const isRefused = names.length > mostTogether || names.some((each) => refuses.has(each));
    const reason = { code: 'EpochChanging', args: {}, data: '0x' } as const;
    if (isRefused) return await Promise.resolve({ kind: 'reverts', reason } as const);
    return await Promise.resolve({ kind: 'succeeds', gas: 50_000n } as const);
  };
  const submit = async ({ to, data, gas }: SubmitCall) => {
    const names = to === address ? namesOf(data) : togetherOf(data);
    told.push(names);
    gases.push(gas);
    const receipt = { transaction: '0x', block: 1, gasUsed: 1n } as const;
    const isUndone = names.some((each) => undoes.has(each));
    return await Promise.resolve(
      isUndone
        ? ({ kind: 'reverted', ...receipt, outOfGas: false } as const)
        : ({ kind: 'mined', ...receipt } as const),
    );
  };
  const chain = { address, together, simulate };
  const onRefused = (what: string) => refused.push(what);
  teller = new AuthorityTeller({ book: { addressOf }, chain, submit, onRefused });
});

function addressOf(account: number): Address {
  return `0x${String(account).padStart(40, '0')}`;
}

function namesOf(data: Hex): Told {
  const { functionName, args } = decodeFunctionData({ abi: clearingHouseAbi, data });
  if (functionName === 'approveAgents') return args[0].map(({ nonce }) => nonce);
  return functionName === 'cancelAll' ? [Number(args[0].slice(2))] : [];
}

function togetherOf(data: Hex): Told {
  const { args } = decodeFunctionData({ abi: multicall3Abi, data });
  const calls = args?.[0] as readonly { allowFailure: boolean; callData: Hex }[];
  expect(calls.every(({ allowFailure }) => allowFailure)).toBe(true);
  return calls.flatMap(({ callData }) => namesOf(callData).map((account) => account));
}

function approvals(count: number, words: ReadonlySet<number> = new Set()): SignedApproval[] {
  return Array.from({ length: count }, (_, at) => {
    const limits = { agent: addressOf(7), expiry: 9, markets: 2n, maxNotional: 9n, nonce: at + 1 };
    const signature = new Uint8Array(words.has(at + 1) ? 70 : 64);
    return {
      seq: at,
      account: at,
      agent: 1,
      approval: { account: addressOf(at), ...limits },
      signature,
    };
  });
}

function epochs(count: number, words: ReadonlySet<number> = new Set()): SignedEpoch[] {
  return Array.from({ length: count }, (_, at) => {
    const account = at + 1;
    return { account, epoch: 1, signature: new Uint8Array(words.has(account) ? 70 : 64) };
  });
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

describe('approvals', () => {
  it('go in one transaction, whatever some of them are refused', async () => {
    refuses = new Set([1, 17, 18, 64]);
    expect(await teller.approvals(approvals(64))).toBe(true);
    expect(told).toEqual([numbers(1, 64).filter((nonce) => !refuses.has(nonce))]);
    expect(refused).toHaveLength(4);
  });

  it('send nothing when all of them are refused', async () => {
    refuses = new Set(numbers(1, 5));
    expect(await teller.approvals(approvals(5))).toBe(true);
    expect([told, refused.length]).toEqual([[], 5]);
  });

  it('go in parts when they need more gas than a block has', async () => {
    mostTogether = MOST_IN_A_BLOCK;
    refuses = new Set([3]);
    expect(await teller.approvals(approvals(64))).toBe(true);
    expect(told.flat()).toEqual(numbers(1, 64).filter((nonce) => nonce !== 3));
    expect(told.length).toBeLessThan(8);
    expect(refused).toHaveLength(1);
  });

  it('of keys are in one transaction though contracts say no in a block, which are told alone', async () => {
    const words = new Set([2, 9, 30]);
    undoes = new Set([9]);
    expect(await teller.approvals(approvals(40, words))).toBe(true);
    const firm = numbers(1, 40).filter((nonce) => !words.has(nonce));
    expect(told).toEqual([numbers(1, 40), firm, [2], [9], [30]]);
  });

  it('are told again when one was undone that no contract signed', async () => {
    undoes = new Set([2]);
    expect(await teller.approvals(approvals(3))).toBe(false);
    expect(told).toEqual([[1, 2, 3]]);
  });
});

describe('epochs', () => {
  it('of many accounts are begun in one transaction, with the gas of all', async () => {
    refuses = new Set([4]);
    expect(await teller.epochs(epochs(70))).toEqual(new Map());
    const passing = numbers(1, 70).filter((account) => account !== 4);
    expect(told).toEqual([passing.slice(0, 64), passing.slice(64)]);
    expect(gases[0]).toBeGreaterThanOrEqual(64n * 50_000n);
  });

  it('that contracts signed are begun alone, so that who says no in a block is known', async () => {
    undoes = new Set([3]);
    expect(await teller.epochs(epochs(5, new Set([2, 3])))).toEqual(new Map([[3, 'reverted']]));
    expect(told).toEqual([[1, 4, 5], [2], [3]]);
  });
});
