import { describe, expect, it } from 'vitest';
import {
  advance,
  IDLE,
  isAtRest,
  type SwapEvent,
  type SwapProgress,
  waitsForWallet,
} from './swap-progress.ts';

const HASH = `0x${'a'.repeat(64)}` as const;
const OTHER = `0x${'b'.repeat(64)}` as const;
const MOVE = { changeBps: -34 };

const progresses: Readonly<Record<SwapProgress['stage'], SwapProgress>> = {
  idle: IDLE,
  approving: { stage: 'approving' },
  'approval-pending': { stage: 'approval-pending', hash: HASH },
  simulating: { stage: 'simulating' },
  'price-moved': { stage: 'price-moved', move: MOVE },
  'signing-permit': { stage: 'signing-permit' },
  confirming: { stage: 'confirming' },
  pending: { stage: 'pending', hash: HASH },
  confirmed: { stage: 'confirmed', hash: HASH, confirmations: 2 },
  final: { stage: 'final', hash: HASH },
  failed: { stage: 'failed', during: 'confirming', code: 'wallet/rejected', hash: null },
};

const events: Readonly<Record<SwapEvent['type'], SwapEvent>> = {
  approve: { type: 'approve' },
  'reset-needed': { type: 'reset-needed' },
  'reset-done': { type: 'reset-done' },
  'approval-sent': { type: 'approval-sent', hash: OTHER },
  approved: { type: 'approved' },
  start: { type: 'start' },
  'price-moved': { type: 'price-moved', move: MOVE },
  'accept-price': { type: 'accept-price' },
  'permit-needed': { type: 'permit-needed' },
  'permit-signed': { type: 'permit-signed' },
  simulated: { type: 'simulated' },
  sent: { type: 'sent', hash: OTHER },
  'replaced-by': { type: 'replaced-by', hash: OTHER },
  confirmed: { type: 'confirmed', confirmations: 3 },
  unconfirmed: { type: 'unconfirmed' },
  finalized: { type: 'finalized' },
  failed: { type: 'failed', code: 'swap/reverted' },
  dismiss: { type: 'dismiss' },
};

type Stage = SwapProgress['stage'];

/** Stage by event: where it leads. What is not here leaves the stage as it is. */
const table: Readonly<Record<Stage, Partial<Record<SwapEvent['type'], Stage>>>> = {
  idle: { approve: 'approving', start: 'simulating', sent: 'pending' },
  approving: {
    'reset-needed': 'approving',
    'approval-sent': 'approval-pending',
    failed: 'failed',
    sent: 'pending',
    dismiss: 'idle',
  },
  'approval-pending': {
    'reset-done': 'approving',
    approved: 'idle',
    failed: 'failed',
    sent: 'pending',
  },
  simulating: {
    'price-moved': 'price-moved',
    'permit-needed': 'signing-permit',
    simulated: 'confirming',
    failed: 'failed',
    sent: 'pending',
    dismiss: 'idle',
  },
  'price-moved': {
    'accept-price': 'simulating',
    failed: 'failed',
    sent: 'pending',
    dismiss: 'idle',
  },
  'signing-permit': {
    'permit-signed': 'simulating',
    failed: 'failed',
    sent: 'pending',
    dismiss: 'idle',
  },
  confirming: { sent: 'pending', failed: 'failed', dismiss: 'idle' },
  pending: {
    sent: 'pending',
    'replaced-by': 'pending',
    confirmed: 'confirmed',
    unconfirmed: 'pending',
    finalized: 'final',
    failed: 'failed',
    dismiss: 'idle',
  },
  confirmed: {
    sent: 'pending',
    'replaced-by': 'pending',
    confirmed: 'confirmed',
    unconfirmed: 'pending',
    finalized: 'final',
    failed: 'failed',
    dismiss: 'idle',
  },
  final: { approve: 'approving', start: 'simulating', sent: 'pending', dismiss: 'idle' },
  failed: { approve: 'approving', start: 'simulating', sent: 'pending', dismiss: 'idle' },
};

const cases = Object.values(progresses).flatMap((progress) =>
  Object.values(events).map((event) => ({
    stage: progress.stage,
    event: event.type,
    leadsTo: table[progress.stage][event.type],
  })),
);

describe('advance', () => {
  it.each(cases)('$stage on $event leads to $leadsTo', ({ stage, event, leadsTo }) => {
    const before = progresses[stage];
    const after = advance(before, events[event]);
    if (leadsTo === undefined) expect(after).toBe(before);
    else expect(after.stage).toBe(leadsTo);
  });

  it('walks from the button to finality', () => {
    const walk: SwapEvent[] = [
      { type: 'start' },
      { type: 'permit-needed' },
      { type: 'permit-signed' },
      { type: 'price-moved', move: MOVE },
      { type: 'accept-price' },
      { type: 'simulated' },
      { type: 'sent', hash: HASH },
      { type: 'confirmed', confirmations: 1 },
      { type: 'unconfirmed' },
      { type: 'replaced-by', hash: OTHER },
      { type: 'confirmed', confirmations: 1 },
      { type: 'finalized' },
    ];
    expect(walk.reduce(advance, IDLE)).toEqual({ stage: 'final', hash: OTHER });
  });

  it('walks twice through an approval whose old one has to go first', () => {
    const walk: SwapEvent[] = [
      { type: 'approve' },
      { type: 'reset-needed' },
      { type: 'approval-sent', hash: HASH },
      { type: 'reset-done' },
    ];
    const second = walk.reduce(advance, IDLE);
    expect(second).toEqual({ stage: 'approving', part: 'grant' });
    expect(advance(second, { type: 'failed', code: 'wallet/rejected' })).toMatchObject({
      stage: 'failed',
      part: 'grant',
    });
    const sent = advance(second, { type: 'approval-sent', hash: OTHER });
    expect(sent).toEqual({ stage: 'approval-pending', part: 'grant', hash: OTHER });
    expect(advance(sent, { type: 'approved' })).toEqual(IDLE);
  });

  it('remembers where a failure happened and the transaction it concerns', () => {
    expect(advance(progresses.pending, events.failed)).toEqual({
      stage: 'failed',
      during: 'pending',
      code: 'swap/reverted',
      hash: HASH,
    });
    expect(advance(progresses['signing-permit'], events.failed)).toMatchObject({
      during: 'signing-permit',
      hash: null,
    });
  });

  it('takes up a transaction that the wallet sent after its dialog was put away', () => {
    const dismissed = advance(progresses.confirming, { type: 'dismiss' });
    expect(advance(dismissed, { type: 'sent', hash: HASH })).toEqual({
      stage: 'pending',
      hash: HASH,
    });
  });
});

describe('questions about a stage', () => {
  it('knows when nothing is under way', () => {
    const resting = Object.values(progresses).filter(isAtRest);
    expect(resting.map(({ stage }) => stage)).toEqual(['idle', 'final', 'failed']);
  });

  it('knows when the wallet is being waited for', () => {
    const waiting = Object.values(progresses).filter(waitsForWallet);
    expect(waiting.map(({ stage }) => stage)).toEqual([
      'approving',
      'signing-permit',
      'confirming',
    ]);
  });
});
