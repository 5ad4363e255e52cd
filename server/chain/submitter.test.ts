import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Hex, keccak256, parseTransaction } from 'viem';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hash } from '#lib/domain/address.ts';
import { createSentStore, type SentStore } from './sent-transactions.ts';
import { keySigner, SignerError } from './signers/operator-signer.ts';
import {
  type MinedReceipt,
  Submitter,
  type SubmitterOptions,
  TransactionRefusedError,
} from './submitter.ts';

const signer = keySigner(`0x${'11'.repeat(32)}`);
const call = {
  to: `0x${'aa'.repeat(20)}`,
  data: '0x1234',
  gas: 100_000n,
  purpose: 'settle batch 1',
} as const;
const GWEI = 1_000_000_000n;

/** A chain of which a test says what happens to each transaction it is sent. */
class ScriptedChain {
  nonceNow = 7;
  /** The nonce some blocks ago; the same when absent. */
  deepNonce: number | null = null;
  head = 100;
  baseFee = 10n * GWEI;
  balance = 10n ** 18n;
  /** Of every transaction. */
  gasUsed = 90_000n;
  readonly pool = new Set<Hash>();
  readonly receipts = new Map<Hash, MinedReceipt>();
  readonly sent: Hex[] = [];
  /** What the next sends are answered with; `null` = taken. */
  answers: (Error | null)[] = [];
  /** Takes a transaction and lets the answer get lost. */
  losesAnswers = false;
  /** Called before each poll. */
  beforePoll: (poll: number) => void = () => undefined;
  time = 1_000_000;
  polls = 0;
  readonly failures: string[] = [];

  mine(raw: Hex | undefined, succeeded = true): void {
    const hash = keccak256(raw ?? '0x');
    this.pool.delete(hash);
    const { gasUsed } = this;
    const mined = { transaction: hash, block: this.head, succeeded, gasUsed };
    this.receipts.set(hash, { ...mined, confirmations: 1 });
    this.nonceNow += 1;
  }

  options(store: SentStore, given: Partial<SubmitterOptions> = {}): SubmitterOptions {
    return {
      chainId: 1337,
      chain: {
        nonce: async () => await Promise.resolve(this.nonceNow),
        baseFeeWei: async () => await Promise.resolve(this.baseFee),
        balanceWei: async () => await Promise.resolve(this.balance),
        send: async (raw) => {
          this.sent.push(raw);
          const answer = this.answers.shift() ?? null;
          if (answer !== null) throw answer;
          this.pool.add(keccak256(raw));
          if (this.losesAnswers) throw new Error('socket hang up');
          await Promise.resolve();
        },
        look: async ({ transactions }) => {
          const found = transactions.map((hash) => this.receipts.get(hash)).find(Boolean);
          const receipt =
            found === undefined ? null : { ...found, confirmations: this.head - found.block + 1 };
          const nonces = { nonce: this.nonceNow, deepNonce: this.deepNonce ?? this.nonceNow };
          return await Promise.resolve({ ...nonces, receipt });
        },
        knows: async (hash) =>
          await Promise.resolve(this.pool.has(hash) || this.receipts.has(hash)),
      },
      keys: {
        choose: async () => await Promise.resolve(signer),
        of: (address) => (address === signer.address ? signer : null),
      },
      store,
      fees: { maxFeeWei: 100n * GWEI, priorityWei: 2n * GWEI },
      gasBufferPercent: 20,
      confirmations: 1,
      pollMs: 1_000,
      replaceMs: 15_000,
      giveUpMs: 600_000,
      now: () => this.time,
      sleep: async (ms) => {
        this.time += ms;
        this.polls += 1;
        this.beforePoll(this.polls);
        await Promise.resolve();
      },
      onFailure: (error) => this.failures.push(error),
      ...given,
    };
  }
}

let folder: string;
let chain: ScriptedChain;
let store: SentStore;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-submitter-'));
  chain = new ScriptedChain();
  store = createSentStore(folder);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function submitter(given: Partial<SubmitterOptions> = {}): Submitter {
  return new Submitter(chain.options(store, given));
}

describe('a call', () => {
  it('is sent with the next nonce, gas to spare, and fees within the cap', async () => {
    chain.beforePoll = () => chain.mine(chain.sent[0]);
    const outcome = await submitter().submit(call);
    const sent = chain.sent[0] ?? '0x';
    expect(outcome).toEqual({
      kind: 'mined',
      transaction: keccak256(sent),
      block: 100,
      gasUsed: 90_000n,
    });
    expect(parseTransaction(sent)).toMatchObject({
      chainId: 1337,
      nonce: 7,
      gas: 120_000n,
      maxFeePerGas: 22n * GWEI,
      maxPriorityFeePerGas: 2n * GWEI,
      data: '0x1234',
    });
    expect(await store.load()).toBe(null);
  });

  it('that reverts is told as such', async () => {
    chain.beforePoll = () => chain.mine(chain.sent[0], false);
    expect(await submitter().submit(call)).toMatchObject({ kind: 'reverted', outOfGas: false });
  });

  it.each([
    [118_125n, true],
    [118_124n, false],
  ])('that reverts after %i of 120,000 gas ran out of it: %j', async (gasUsed, outOfGas) => {
    chain.gasUsed = gasUsed;
    chain.beforePoll = () => chain.mine(chain.sent[0], false);
    expect(await submitter().submit(call)).toMatchObject({ kind: 'reverted', gasUsed, outOfGas });
  });

  it('that takes long is replaced by one with the same nonce that offers more, once in a while', async () => {
    chain.beforePoll = (poll) => {
      if (poll === 40) chain.mine(chain.sent.at(-1));
    };
    const outcome = await submitter().submit(call);
    const fees = chain.sent.map((raw) => parseTransaction(raw).maxFeePerGas);
    expect(fees).toEqual([22n * GWEI, 24_750_000_000n, 27_843_750_000n]);
    expect(new Set(chain.sent.map((raw) => parseTransaction(raw).nonce))).toEqual(new Set([7]));
    expect(outcome).toMatchObject({ transaction: keccak256(chain.sent[2] ?? '0x') });
  });

  it('is through when the first of several attempts is mined after all', async () => {
    chain.beforePoll = (poll) => {
      if (poll === 20) chain.mine(chain.sent[0]);
    };
    const outcome = await submitter().submit(call);
    expect(chain.sent.length).toBeGreaterThan(1);
    expect(outcome).toMatchObject({ kind: 'mined', transaction: keccak256(chain.sent[0] ?? '0x') });
  });

  it('is sent again as it is when the chain has forgotten it', async () => {
    chain.beforePoll = (poll) => {
      if (poll === 2) chain.pool.clear();
      if (poll === 5) chain.mine(chain.sent[0]);
    };
    await submitter().submit(call);
    expect(chain.sent).toHaveLength(2);
    expect(chain.sent[1]).toBe(chain.sent[0]);
  });

  it('offers no more than the cap, however long it takes', async () => {
    chain.beforePoll = (poll) => {
      chain.baseFee = 97n * GWEI;
      if (poll === 100) chain.mine(chain.sent.at(-1));
    };
    await submitter().submit(call);
    for (const raw of chain.sent) {
      expect(parseTransaction(raw).maxFeePerGas ?? 0n).toBeLessThanOrEqual(100n * GWEI);
    }
  });

  it.each([
    ['while gas costs more than the cap', () => (chain.baseFee = 99n * GWEI), 'fee-cap'],
    ['without the money for its gas', () => (chain.balance = 5n), 'no-funds'],
    [
      'that the node refuses',
      () => (chain.answers = [new TransactionRefusedError('intrinsic gas too low')]),
      'rejected',
    ],
  ])('%s is not made, and leaves nothing behind', async (_, prepare, reason) => {
    prepare();
    expect(await submitter().submit(call)).toMatchObject({ kind: 'refused', reason });
    expect(await store.load()).toBe(null);
  });

  it('is not made when the key cannot sign', async () => {
    const locked = {
      ...signer,
      sign: async () => await Promise.reject(new SignerError('the signer is locked')),
    };
    const keys = { choose: async () => await Promise.resolve(locked), of: () => locked };
    const outcome = await submitter({ keys }).submit(call);
    expect(outcome).toMatchObject({ reason: 'signer', detail: 'the signer is locked' });
    expect(chain.sent).toEqual([]);
  });

  it('whose answer got lost is seen through', async () => {
    chain.losesAnswers = true;
    chain.beforePoll = () => chain.mine(chain.sent[0]);
    expect(await submitter().submit(call)).toMatchObject({ kind: 'mined' });
    expect(chain.sent).toHaveLength(1);
  });

  it('whose nonce somebody else used is not made, and not taken for made', async () => {
    chain.beforePoll = (poll) => {
      if (poll === 1) chain.nonceNow += 1;
    };
    expect(await submitter().submit(call)).toEqual({ kind: 'nonce-taken', nonce: 7 });
    expect(await store.load()).toBe(null);
  });

  it('that is mined between two looks is not taken for stolen', async () => {
    chain.beforePoll = (poll) => {
      if (poll === 1) chain.nonceNow += 1;
      if (poll === 2) chain.mine(chain.sent[0]);
    };
    expect(await submitter().submit(call)).toMatchObject({ kind: 'mined' });
  });

  it.each(['replacement transaction underpriced', 'transaction underpriced'])(
    'offers more at once where another waits with its nonce: %s',
    async (message) => {
      const refusal = new TransactionRefusedError(message);
      chain.answers = [refusal, refusal, null];
      chain.beforePoll = () => chain.mine(chain.sent.at(-1));
      expect(await submitter().submit(call)).toMatchObject({ kind: 'mined' });
      const nonces = chain.sent.map((raw) => parseTransaction(raw).nonce);
      expect(nonces).toEqual([7, 7, 7]);
      const [first = 0n, , third = 0n] = chain.sent.map(
        (raw) => parseTransaction(raw).maxFeePerGas ?? 0n,
      );
      expect(third).toBeGreaterThanOrEqual((first * 126n) / 100n);
    },
  );

  it('is not made when the other one offers as much as the cap', async () => {
    const refusal = new TransactionRefusedError('replacement transaction underpriced');
    chain.answers = Array.from({ length: 100 }, () => refusal);
    expect(await submitter().submit(call)).toMatchObject({ reason: 'rejected' });
    expect(chain.sent.length).toBeLessThan(30);
    expect(await store.load()).toBe(null);
  });

  it('is mined only when enough blocks have it', async () => {
    chain.beforePoll = (poll) => {
      if (poll === 1) {
        chain.mine(chain.sent[0]);
        chain.deepNonce = 7;
      }
      if (poll > 3) chain.head += 1;
    };
    const outcome = await submitter({ confirmations: 3 }).submit(call);
    expect(outcome).toMatchObject({ kind: 'mined', block: 100 });
    expect(chain.polls).toBe(5);
    expect(chain.sent).toHaveLength(1);
  });

  it('is sent again when the chain gives its block up', async () => {
    chain.beforePoll = (poll) => {
      if (poll === 1) chain.mine(chain.sent[0]);
      if (poll === 2) {
        chain.receipts.clear();
        chain.nonceNow = 7;
      }
      if (poll === 4) {
        chain.mine(chain.sent[0]);
        chain.head += 1;
      }
    };
    const outcome = await submitter({ confirmations: 2 }).submit(call);
    expect(outcome).toMatchObject({ kind: 'mined' });
    expect(chain.sent).toHaveLength(2);
    expect(chain.sent[1]).toBe(chain.sent[0]);
  });

  it('whose nonce somebody used in a block that may go is waited for', async () => {
    chain.beforePoll = (poll) => {
      if (poll === 1) {
        chain.nonceNow = 8;
        chain.deepNonce = 7;
      }
      if (poll === 20) {
        chain.nonceNow = 7;
        chain.mine(chain.sent[0]);
        chain.deepNonce = 8;
      }
    };
    expect(await submitter().submit(call)).toMatchObject({ kind: 'mined' });
  });

  it('is not made any more once everything is stopped', async () => {
    const stopping = submitter();
    const waiting = [stopping.submit(call), stopping.submit(call)];
    chain.beforePoll = () => stopping.stop();
    expect(await Promise.all(waiting)).toMatchObject([
      { kind: 'unknown' },
      { kind: 'refused', reason: 'stopped' },
    ]);
    expect(chain.sent).toHaveLength(1);
    expect(await store.load()).not.toBe(null);
  });

  it('waits for the one before it', async () => {
    chain.beforePoll = (poll) => {
      if (poll % 3 === 0) chain.mine(chain.sent.at(-1));
    };
    const one = submitter();
    const outcomes = await Promise.all([one.submit(call), one.submit(call), one.submit(call)]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['mined', 'mined', 'mined']);
    expect(chain.sent.map((raw) => parseTransaction(raw).nonce)).toEqual([7, 8, 9]);
  });

  it('that nobody waits for any more is looked for before the next one', async () => {
    const impatient = submitter({ giveUpMs: 3_000 });
    expect(await impatient.submit(call)).toMatchObject({ kind: 'unknown' });
    chain.beforePoll = () => chain.mine(chain.sent.at(-1));
    expect(await impatient.submit(call)).toMatchObject({ kind: 'mined' });
    expect(chain.sent.map((raw) => parseTransaction(raw).nonce)).toEqual([7, 8]);
  });
});

describe('another key', () => {
  const next = keySigner(`0x${'22'.repeat(32)}`);

  it('signs from the next call on, and what the first one sent is seen through', async () => {
    const dying = submitter({
      sleep: async () => {
        await Promise.resolve();
        throw new Killed();
      },
    });
    await expect(dying.submit(call)).rejects.toThrow(Killed);
    chain.beforePoll = () => chain.mine(chain.sent.at(-1));
    const keys = {
      choose: async () => await Promise.resolve(next),
      of: (address: string) => (address === next.address ? next : null),
    };
    const outcome = await submitter({ keys }).submit({ ...call, data: '0x99' });
    expect(outcome).toMatchObject({ kind: 'mined' });
    expect(chain.sent.map((raw) => parseTransaction(raw).data)).toEqual(['0x1234', '0x99']);
  });

  it('cannot replace what the first one sent, and sends it again as it is', async () => {
    const dying = submitter({
      sleep: async () => {
        await Promise.resolve();
        throw new Killed();
      },
    });
    await expect(dying.submit(call)).rejects.toThrow(Killed);
    chain.pool.clear();
    chain.beforePoll = (poll) => {
      if (poll === 60) chain.mine(chain.sent[0]);
    };
    const keys = { choose: async () => await Promise.resolve(next), of: () => null };
    expect(await submitter({ keys }).resume()).toMatchObject({ outcome: { kind: 'mined' } });
    expect(new Set(chain.sent).size).toBe(1);
  });
});

describe('after a crash', () => {
  /** A store at which the process dies, before or behind it writes. */
  function dyingStore(at: 'before' | 'behind'): SentStore {
    return {
      load: async () => await store.load(),
      save: async (sent) => {
        if (at === 'before') throw new Killed();
        await store.save(sent);
        throw new Killed();
      },
    };
  }

  it('before it was written down, the call was never made', async () => {
    await expect(submitter({ store: dyingStore('before') }).submit(call)).rejects.toThrow(Killed);
    expect(await submitter().resume()).toBe(null);
    expect(chain.sent).toEqual([]);
  });

  it('between writing and sending, it is sent then, and seen through', async () => {
    await expect(submitter({ store: dyingStore('behind') }).submit(call)).rejects.toThrow(Killed);
    expect(chain.sent).toEqual([]);
    chain.beforePoll = (poll) => {
      if (poll === 2) chain.mine(chain.sent[0]);
    };
    expect(await submitter().resume()).toMatchObject({
      purpose: 'settle batch 1',
      outcome: { kind: 'mined' },
    });
    expect(chain.sent).toHaveLength(1);
  });

  it('behind sending, it is found, and not sent again', async () => {
    const dying = submitter({
      sleep: async () => {
        await Promise.resolve();
        throw new Killed();
      },
    });
    await expect(dying.submit(call)).rejects.toThrow(Killed);
    chain.mine(chain.sent[0]);
    expect(await submitter().resume()).toMatchObject({ outcome: { kind: 'mined' } });
    expect(chain.sent).toHaveLength(1);
  });

  it('the next call waits until what was sent is known', async () => {
    await expect(submitter({ store: dyingStore('behind') }).submit(call)).rejects.toThrow(Killed);
    chain.beforePoll = () => chain.mine(chain.sent.at(-1));
    await submitter().submit({ ...call, data: '0x99' });
    expect(chain.sent.map((raw) => parseTransaction(raw).data)).toEqual(['0x1234', '0x99']);
  });
});

/** What a test ends a process with. */
class Killed extends Error {}
