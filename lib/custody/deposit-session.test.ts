import { describe, expect, it } from 'vitest';
import type { SentTransaction } from '#lib/chain/look-at-transaction.ts';
import type { Hash } from '#lib/domain/address.ts';
import { sampleChoice } from '#scripts/testing/sample-choices.ts';
import { depositSteps } from './deposit-progress.ts';
import {
  type Deposit,
  type DepositKeeper,
  type DepositLook,
  DepositSession,
  type DepositSteps,
  type KeptDeposit,
} from './deposit-session.ts';
import type { DepositOrder } from './derive-deposit.ts';

const HASH: Hash = `0x${'11'.repeat(32)}`;
const APPROVAL: Hash = `0x${'22'.repeat(32)}`;
const FASTER: Hash = `0x${'33'.repeat(32)}`;
const OWNER = '0x1';
const PERMIT = { value: 5n, deadline: 9n, v: 27, r: HASH, s: HASH } as const;

const order = (approval: DepositOrder['approval']): DepositOrder => ({
  choice: sampleChoice('LUSD'),
  amount: 5n,
  quanta: 5,
  approval,
});

const BLOCK = 40;
const included = (confirmations: number): DepositLook => ({
  kind: 'included',
  block: BLOCK,
  confirmations,
});

/** Keeps what it is given, and says what it was told. */
class Keeper implements DepositKeeper {
  readonly written: string[] = [];
  readonly #kept: readonly KeptDeposit[];

  constructor(kept: readonly KeptDeposit[]) {
    this.#kept = kept;
  }

  all(): readonly KeptDeposit[] {
    return this.#kept;
  }

  put(_: string, { sent }: KeptDeposit, before: Hash): void {
    this.written.push(before === sent.hash ? `put ${sent.hash}` : `put ${sent.hash} for ${before}`);
  }

  drop(_: string, hash: Hash): void {
    this.written.push(`drop ${hash}`);
  }
}

const unused = () => Promise.reject(new Error('not asked for'));
const NO_STEPS: DepositSteps = {
  approve: unused,
  signPermit: unused,
  rehearse: unused,
  send: unused,
  look: unused,
  pause: unused,
};

/** A session whose steps answer as they are told, and what it went through. */
function played(given: {
  readonly approval?: DepositOrder['approval'];
  readonly looks?: readonly (DepositLook & { readonly hash?: Hash })[];
  /** What an earlier visit left; then nothing is begun. */
  readonly kept?: readonly KeptDeposit[];
  readonly steps?: Partial<DepositSteps>;
  readonly needed?: () => number | null;
  readonly isTakenIn?: (block: number) => boolean;
}) {
  const { approval = 'none', looks = [included(3)], needed = () => 3 } = given;
  const { isTakenIn = () => true } = given;
  const calls: string[] = [];
  const stages: string[] = [];
  const ahead = [...looks];
  const keeper = new Keeper(given.kept ?? []);
  const steps: DepositSteps = {
    approve: (_, onSent) => {
      calls.push('approve');
      onSent(APPROVAL);
      return Promise.resolve();
    },
    signPermit: () => {
      calls.push('permit');
      return Promise.resolve(PERMIT);
    },
    rehearse: (_, permit) => {
      calls.push(permit === null ? 'rehearse' : 'rehearse with permit');
      return Promise.resolve(100n);
    },
    send: (_, { permit, gas }) => {
      calls.push(permit === null ? `send ${gas}` : `send ${gas} with permit`);
      return Promise.resolve(HASH);
    },
    look: (before) => {
      const look = ahead.shift();
      if (look === undefined) return Promise.reject(new Error('too often'));
      const hash = 'hash' in look ? look.hash : undefined;
      const sent: SentTransaction = hash === undefined ? before : { hash, call: null };
      return Promise.resolve({ look, sent });
    },
    pause: () => Promise.resolve(),
    ...given.steps,
  };
  return new Promise<{
    calls: string[];
    stages: string[];
    last: Deposit;
    keeper: Keeper;
  }>((resolve) => {
    const session = new DepositSession({
      steps: () => steps,
      failureOf: (error) => ({ code: 'test/failed', text: String(error) }),
      needed,
      isTakenIn: async (block) => await Promise.resolve(isTakenIn(block)),
      keeper,
      onChange: (deposit) => {
        const { progress } = deposit;
        const depth = progress.stage === 'in-block' ? ` ${progress.confirmations}` : '';
        stages.push(`${progress.stage}${depth}`);
        if (progress.stage === 'credited' || progress.stage === 'failed') {
          resolve({ calls, stages, last: deposit, keeper });
        }
      },
    });
    if (given.kept === undefined) session.begin(order(approval), OWNER);
    else session.resume(OWNER);
  });
}

describe('a deposit on its way', () => {
  it('is rehearsed, sent, seen in a block, and credited when enough blocks are there', async () => {
    const looks = [
      { kind: 'waiting' },
      included(1),
      included(2),
      included(2),
      included(3),
    ] as const;
    const { calls, stages } = await played({ looks });
    expect(calls).toEqual(['rehearse', 'send 100']);
    expect(stages).toEqual(['confirming', 'pending', 'in-block 1', 'in-block 2', 'credited']);
  });

  it('carries a signed permission to rehearsal and wallet', async () => {
    const { calls } = await played({ approval: 'permit' });
    expect(calls).toEqual(['permit', 'rehearse with permit', 'send 100 with permit']);
  });

  it('waits for an approval before it goes on', async () => {
    const { calls, stages } = await played({ approval: 'approve' });
    expect(calls).toEqual(['approve', 'rehearse', 'send 100']);
    expect(stages.slice(0, 2)).toEqual(['approval-pending', 'rehearsing']);
  });

  it('waits again when its block is taken back', async () => {
    const looks = [included(2), { kind: 'waiting' }, included(1), included(3)] as const;
    const { stages } = await played({ looks });
    expect(stages).toContain('pending');
    expect(stages.slice(-4)).toEqual(['in-block 2', 'pending', 'in-block 1', 'credited']);
  });

  it('stays as it is while the chain does not answer', async () => {
    const looks = [included(1), { kind: 'unreachable' }, included(3)] as const;
    expect((await played({ looks })).stages.slice(-2)).toEqual(['in-block 1', 'credited']);
  });

  it('is not called credited before it is known what that takes', async () => {
    let asked = 0;
    const needed = () => {
      asked += 1;
      return asked < 3 ? null : 1;
    };
    const looks = [included(5), included(6), included(7)];
    expect((await played({ looks, needed })).stages.slice(-2)).toEqual(['in-block 6', 'credited']);
  });

  it('is not called credited before the exchange has taken its block in', async () => {
    const asked: number[] = [];
    const isTakenIn = (block: number) => {
      asked.push(block);
      return asked.length === 2;
    };
    const looks = [included(2), included(3), included(3)];
    const { stages } = await played({ looks, isTakenIn });
    expect(stages.slice(-3)).toEqual(['in-block 2', 'in-block 3', 'credited']);
    expect(asked).toEqual([BLOCK, BLOCK]);
  });

  it('that the chain undoes has failed, with its transaction', async () => {
    const { last } = await played({ looks: [{ kind: 'reverted' }] });
    expect(last.progress).toMatchObject({
      stage: 'failed',
      during: 'block',
      hash: HASH,
      failure: { code: 'custody/reverted' },
    });
  });

  it.each([
    ['signPermit', 'permit', 'permit'],
    ['approve', 'approve', 'approve'],
    ['rehearse', 'none', 'confirm'],
    ['send', 'none', 'confirm'],
  ] as const)('fails where the wallet says no: %s', async (step, approval, during) => {
    const refuse = () => Promise.reject(new Error('rejected'));
    const { last, calls } = await played({ approval, steps: { [step]: refuse } });
    expect(last.progress).toMatchObject({ stage: 'failed', during, hash: null });
    expect(calls).not.toContain('send 100');
  });
});

describe('a deposit over visits', () => {
  it('is kept from when it is sent until it is credited', async () => {
    const looks = [{ kind: 'waiting' }, included(1), included(3)] as const;
    const { keeper } = await played({ looks });
    expect(keeper.written).toEqual([`put ${HASH}`, `drop ${HASH}`]);
  });

  it('goes on where the visit before left it, and asks the wallet for nothing', async () => {
    const kept = [{ order: order('permit'), sent: { hash: HASH, call: null } }];
    const looks = [{ kind: 'waiting' }, included(1), included(3)] as const;
    const { calls, stages, last, keeper } = await played({ looks, kept });
    expect(calls).toEqual([]);
    expect(stages).toEqual(['in-block 1', 'credited']);
    expect(last).toMatchObject({ account: OWNER, order: { amount: 5n }, progress: { hash: HASH } });
    expect(keeper.written).toEqual([`drop ${HASH}`]);
  });

  it('is followed to the transaction that took its place for more, and kept as that', async () => {
    const looks = [{ kind: 'waiting' }, { ...included(1), hash: FASTER }, included(3)] as const;
    const { last, keeper } = await played({ looks });
    expect(last.progress).toEqual({ stage: 'credited', hash: FASTER });
    expect(keeper.written).toEqual([`put ${HASH}`, `put ${FASTER} for ${HASH}`, `drop ${FASTER}`]);
  });

  it('that the wallet canceled has failed, and is kept no more', async () => {
    const { last, keeper } = await played({ looks: [{ kind: 'waiting' }, { kind: 'replaced' }] });
    expect(last.progress).toMatchObject({
      stage: 'failed',
      during: 'block',
      failure: { code: 'custody/replaced' },
    });
    expect(keeper.written.at(-1)).toBe(`drop ${HASH}`);
  });

  it('that was never sent is not kept', async () => {
    const refuse = () => Promise.reject(new Error('rejected'));
    const { keeper } = await played({ steps: { send: refuse } });
    expect(keeper.written).toEqual([]);
  });

  it('is resumed once, however often its account comes back', () => {
    const keeper = new Keeper([{ order: order('none'), sent: { hash: HASH, call: null } }]);
    const never = () => new Promise<never>(() => undefined);
    const session = new DepositSession({
      steps: () => ({ ...NO_STEPS, look: never }),
      failureOf: (error) => ({ code: 'test/failed', text: String(error) }),
      needed: () => 1,
      isTakenIn: async () => await Promise.resolve(true),
      keeper,
      onChange: () => undefined,
    });
    session.resume(OWNER);
    session.resume(OWNER);
    expect(session.store.getState().map(({ progress }) => progress)).toEqual([
      { stage: 'pending', hash: HASH },
    ]);
  });
});

describe('its steps', () => {
  it('name what is signed, and count confirmations', () => {
    const progress = { stage: 'in-block', hash: HASH, confirmations: 2 } as const;
    const names = depositSteps({ order: order('permit'), progress }, 6).map(
      ({ name, state }) => `${name}: ${state}`,
    );
    expect(names).toEqual([
      'Sign the permission: done',
      'Confirm in wallet: done',
      'In a block: done',
      '2 of 6 confirmations: current',
      'Credited: ahead',
    ]);
  });

  it('are all done in the end, and stop where it failed', () => {
    const progress = { stage: 'credited', hash: HASH } as const;
    const done = depositSteps({ order: order('none'), progress }, 1);
    expect(done.every(({ state }) => state === 'done')).toBe(true);
    const failure = { code: 'x', text: 'y' };
    const stopped = { stage: 'failed', during: 'approve', failure, hash: null } as const;
    const failed = depositSteps({ order: order('approve'), progress: stopped }, null);
    expect(failed.map(({ state }) => state)).toEqual([
      'failed',
      'ahead',
      'ahead',
      'ahead',
      'ahead',
    ]);
  });
});
