import type { ExitAccount } from './exit-account.ts';

/**
 * Where an account stands on its way out: `staying` (nothing was requested), `binding` (for a minute
 * the operator still settles what was matched before), `waiting`, `payable`, `left` (nothing remains).
 */
export type ExitStage = 'staying' | 'binding' | 'waiting' | 'payable' | 'left';

export type ExitStep = {
  readonly id: 'request' | 'bind' | 'pay';
  readonly state: 'done' | 'current' | 'ahead';
  /** Unix seconds; before a request it is what a request now would give. */
  readonly at: number;
  /** Seconds until then; `null` when it is past, or depends on a request. */
  readonly left: number | null;
};

export type ExitView = {
  readonly stage: ExitStage;
  readonly steps: readonly ExitStep[];
  /** Numbers of the assets of which something is held. */
  readonly heldAssets: readonly number[];
  /** Seconds until orders can be ended again; 0 = now. */
  readonly endOrdersIn: number;
};

const STAGES: readonly ExitStage[] = ['staying', 'binding', 'waiting', 'payable', 'left'];

/**
 * What happens with an account, and when.
 *
 * @param now - the chain's time, Unix seconds (`chainNow`)
 */
export function deriveExit(account: ExitAccount, now: number): ExitView {
  const heldAssets = account.balances.filter(({ held }) => held > 0n).map(({ number }) => number);
  const stage = stageOf(account, { now, isEmpty: heldAssets.length === 0 });
  return {
    stage,
    steps: stepsOf(account, { now, stage }),
    heldAssets,
    endOrdersIn: Math.max(0, account.formerEpochUntil - now),
  };
}

function stageOf(
  { exiting, bindsAt, payableAt }: ExitAccount,
  { now, isEmpty }: { readonly now: number; readonly isEmpty: boolean },
): ExitStage {
  if (!exiting) return 'staying';
  if (now < bindsAt) return 'binding';
  // What is empty before its time may still be credited by what was matched before.
  if (now < payableAt) return 'waiting';
  return isEmpty ? 'left' : 'payable';
}

function stepsOf(
  account: ExitAccount,
  { now, stage }: { readonly now: number; readonly stage: ExitStage },
): readonly ExitStep[] {
  const { exiting, exitDelay, bindingDelay } = account;
  const payableAt = exiting ? account.payableAt : now + exitDelay;
  const bindsAt = exiting ? account.bindsAt : now + bindingDelay;
  const left = (at: number) => (exiting && at > now ? at - now : null);
  const passed = STAGES.indexOf(stage);
  const state = (done: number, current: number) => {
    if (passed >= done) return 'done';
    return passed >= current ? 'current' : 'ahead';
  };
  return [
    { id: 'request', state: state(1, 0), at: now, left: null },
    { id: 'bind', state: state(2, 1), at: bindsAt, left: left(bindsAt) },
    { id: 'pay', state: state(4, 2), at: payableAt, left: left(payableAt) },
  ];
}
