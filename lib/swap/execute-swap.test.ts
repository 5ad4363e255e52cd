import { describe, expect, it } from 'vitest';
import type { SignedPermit } from '#lib/chain/permit.ts';
import { LUX } from '#lib/domain/currency.ts';
import type { SwapRoute } from '#lib/domain/route/swap-route.ts';
import { LUSD, sampleRoute } from '#scripts/testing/sample-swap.ts';
import { executeSwap, type SwapSteps } from './execute-swap.ts';
import { SwapError, type SwapErrorCode } from './swap-errors.ts';
import { planSwap, type SwapPlan } from './swap-plan.ts';
import { advance, type SwapProgress } from './swap-progress.ts';
import type { SwapRecord } from './swap-record.ts';

const HASH = `0x${'a'.repeat(64)}` as const;

const permit: SignedPermit = { value: 1n, deadline: 1n, v: 27, r: HASH, s: HASH };

function plan(change: Partial<SwapRoute> = {}): SwapPlan {
  const route = { ...sampleRoute, ...change };
  return planSwap({
    route,
    slippagePpm: 5_000,
    deadlineMinutes: 20,
    approval: 'permit',
    allowance: 0n,
  });
}

const record: SwapRecord = {
  id: HASH,
  chainId: 1337,
  account: '0x00000000000000000000000000000000000000Aa',
  kind: 'swap',
  pay: LUX,
  receive: LUSD,
  exact: 'pay',
  payAmount: 1n,
  receiveAmount: 1n,
  transaction: {
    hash: HASH,
    nonce: 0,
    to: '0x00000000000000000000000000000000000000Bb',
    value: 0n,
    input: '0x',
    sentBlock: 0n,
    sentAtMs: 0,
    deadline: null,
  },
  outcome: { kind: 'pending' },
};

function fail(code: SwapErrorCode): () => Promise<never> {
  return () => Promise.reject(new SwapError(code));
}

/** Runs a swap with some steps replaced, and tells what happened in order. */
async function run(replaced: Partial<SwapSteps> = {}, reviewed = plan()) {
  const happened: string[] = [];
  let progress: SwapProgress = { stage: 'simulating' };
  let offered: SwapPlan | null = null;
  const steps: SwapSteps = {
    replan: () => Promise.resolve(reviewed),
    signPermit: () => Promise.resolve(permit),
    simulate: () => Promise.resolve(100_000n),
    send: () => Promise.resolve(record),
    ...replaced,
  };
  const noted = <Step>(name: string, step: Step): Step => {
    happened.push(name);
    return step;
  };
  const sent = await executeSwap({
    reviewed,
    steps: {
      replan: () => noted('replan', steps.replan)(),
      signPermit: (given) => noted('signPermit', steps.signPermit)(given),
      simulate: (given, signed) =>
        noted(signed === null ? 'simulate' : 'simulate with permit', steps.simulate)(given, signed),
      send: (request) => noted(`send with ${request.gas} gas`, steps.send)(request),
    },
    dispatch: (event) => {
      progress = advance(progress, event);
      happened.push(`→ ${progress.stage}`);
    },
    onPriceMoved: (fresh) => {
      offered = fresh;
    },
    codeOf: (error) => (error instanceof SwapError ? error.code : 'wallet/failed'),
  });
  return { sent, happened, progress, offered };
}

const permitPlan = () => plan({ input: LUSD, output: LUX });

describe('executeSwap', () => {
  it('quotes anew, rehearses and sends', async () => {
    const { sent, happened } = await run();
    expect(sent).toBe(record);
    expect(happened).toEqual([
      'replan',
      'simulate',
      '→ confirming',
      'send with 100000 gas',
      '→ pending',
    ]);
  });

  it('has the permit signed before the rehearsal', async () => {
    const { happened } = await run({}, permitPlan());
    expect(happened).toEqual([
      'replan',
      '→ signing-permit',
      'signPermit',
      '→ simulating',
      'simulate with permit',
      '→ confirming',
      'send with 100000 gas',
      '→ pending',
    ]);
  });

  it('asks again and signs nothing when the price moved too far', async () => {
    const worse = plan({ amountOut: (sampleRoute.amountOut * 99n) / 100n });
    const { sent, happened, progress, offered } = await run({
      replan: () => Promise.resolve(worse),
    });
    expect(sent).toBeNull();
    expect(happened).toEqual(['replan', '→ price-moved']);
    expect(progress).toEqual({ stage: 'price-moved', move: { changeBps: -100 } });
    expect(offered).toBe(worse);
  });

  it('goes on with a slightly worse price at the reviewed limit', async () => {
    const reviewed = plan();
    const worse = plan({ amountOut: (sampleRoute.amountOut * 999n) / 1_000n });
    const { happened } = await run(
      {
        replan: () => Promise.resolve(worse),
        send: (request) => {
          expect(request.plan.route).toBe(worse.route);
          expect(request.plan.minimumOut).toBeGreaterThanOrEqual(reviewed.minimumOut);
          return Promise.resolve(record);
        },
      },
      reviewed,
    );
    expect(happened.at(-1)).toBe('→ pending');
  });

  it.each<[string, Partial<SwapSteps>, SwapPlan, SwapProgress]>([
    [
      'no fresh price',
      { replan: fail('swap/quote-stale') },
      plan(),
      failed('simulating', 'swap/quote-stale'),
    ],
    [
      'a permit that is rejected',
      { signPermit: fail('wallet/rejected') },
      permitPlan(),
      failed('signing-permit', 'wallet/rejected'),
    ],
    [
      'a rehearsal that fails',
      { simulate: fail('swap/slippage-exceeded') },
      plan(),
      failed('simulating', 'swap/slippage-exceeded'),
    ],
    [
      'a chain that is down at the rehearsal',
      { simulate: fail('chain/unreachable') },
      plan(),
      failed('simulating', 'chain/unreachable'),
    ],
    [
      'a transaction that is rejected',
      { send: fail('wallet/rejected') },
      plan(),
      failed('confirming', 'wallet/rejected'),
    ],
    [
      'too little LUX',
      { send: fail('swap/insufficient-funds') },
      plan(),
      failed('confirming', 'swap/insufficient-funds'),
    ],
    [
      'a wrong network',
      { send: fail('wallet/wrong-network') },
      plan(),
      failed('confirming', 'wallet/wrong-network'),
    ],
    [
      'a connection that breaks while sending, which may have sent it',
      { send: fail('chain/unreachable') },
      plan(),
      failed('confirming', 'chain/unknown-outcome'),
    ],
    [
      'an error that nobody expected',
      { send: () => Promise.reject(new Error('boom')) },
      plan(),
      failed('confirming', 'wallet/failed'),
    ],
  ])('tells of %s', async (_, steps, reviewed, expected) => {
    const { sent, progress } = await run(steps, reviewed);
    expect(sent).toBeNull();
    expect(progress).toEqual(expected);
  });
});

function failed(
  during: Extract<SwapProgress, { stage: 'failed' }>['during'],
  code: SwapErrorCode,
): SwapProgress {
  return { stage: 'failed', during, code, hash: null };
}
