import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Hash } from '#lib/domain/address.ts';
import type { CustodyEvent } from '#server/chain/index.ts';
import { createExitFile } from './exit-file.ts';
import { ExitLog } from './exit-log.ts';

const HOUSE = `0x${'c1'.repeat(20)}` as const;
const ALICE = `0x${'A1'.repeat(20)}` as const;
const BOB = `0x${'b0'.repeat(20)}` as const;

let folder: string;
let path: string;
let changed: string[];
/** Ids of exits that the chain took back. */
let undone: number[];
let failures: number;
/** What the chain tells of earlier blocks; throws while it does not answer. */
let chain: (range: { from: number; to: number }) => readonly CustodyEvent[];
let asked: [number, number][];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-exits-'));
  path = join(folder, 'local', 'exits.jsonl');
  changed = [];
  undone = [];
  failures = 0;
  chain = () => [];
  asked = [];
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const hash = (number: number): Hash => `0x${number.toString(16).padStart(64, '0')}`;
const placed = (block: number, logIndex = 0) => ({
  block,
  blockHash: hash(block),
  logIndex,
  transaction: hash(block * 100 + logIndex),
});
const requested = (block: number, account: `0x${string}` = ALICE): CustodyEvent => ({
  kind: 'exit-requested',
  account,
  bindsAt: 1_060 + block,
  finalisableAt: 4_600 + block,
  ...placed(block),
});
const canceled = (block: number): CustodyEvent => ({
  kind: 'exit-canceled',
  account: ALICE,
  ...placed(block),
});
const exited = (block: number, asset: number, quanta = 7): CustodyEvent => ({
  kind: 'exited',
  account: ALICE,
  asset,
  quanta,
  ...placed(block, asset),
});
const bumped = (block: number): CustodyEvent => ({
  kind: 'epoch-bumped',
  account: ALICE,
  epoch: 1,
  bindsAt: 5,
  ...placed(block, 9),
});
const block = (number: number) => ({ number, hash: hash(number), timestampMs: number * 1_000 });

async function opened(contract: `0x${string}` = HOUSE): Promise<ExitLog> {
  const log = new ExitLog({
    store: createExitFile(path, contract),
    before: 10,
    read: (range) => {
      asked.push([range.from, range.to]);
      return Promise.resolve().then(() => chain(range));
    },
    mostBlocks: 50,
    retryMs: 1,
    sleep: () => Promise.resolve(),
    onChange: (account, ids) => {
      changed.push(account);
      undone.push(...ids);
    },
    onFailure: () => {
      failures += 1;
    },
  });
  await log.load();
  return log;
}

const stages = (log: ExitLog) => log.exits(ALICE).map(({ stage }) => stage);

describe('forced exits', () => {
  it('are told from when they are requested, with their times and transaction', async () => {
    const log = await opened();
    log.seen([requested(20), bumped(20)]);
    expect(log.exits(ALICE)).toEqual([
      {
        id: 20 * 65_536,
        stage: 'requested',
        requestedMs: 1_020_000,
        bindsMs: 1_080_000,
        executableMs: 4_620_000,
        transaction: hash(2_000),
        canceledBy: null,
        payouts: [],
      },
    ]);
    expect(log.exits(BOB)).toEqual([]);
    expect(changed).toEqual([ALICE]);
  });

  it('are told once, however often and in whatever spelling the chain tells of them', async () => {
    const log = await opened();
    log.seen([requested(20)]);
    log.seen([requested(20)]);
    await log.final(block(20), [requested(20, ALICE.toLowerCase() as typeof ALICE)]);
    await log.final(block(20), [requested(20)]);
    log.seen([requested(20)]);
    expect(stages(log)).toEqual(['requested']);
  });

  it('are told by their ids when their block is given up, and anew when they are mined again', async () => {
    const log = await opened();
    await log.final(block(20), [requested(20)]);
    log.seen([canceled(21), requested(22)]);
    log.undone(21);
    expect([undone, stages(log)]).toEqual([[22 * 65_536], ['requested']]);
    log.seen([requested(22), requested(23, BOB)]);
    log.undone(23);
    expect([undone, stages(log).length]).toEqual([[22 * 65_536, 23 * 65_536], 2]);
  });

  it('are kept of an address as far as they are new, and told once for all that', async () => {
    const log = await opened();
    for (let number = 20; number < 3_020; number += 1) {
      const event = number % 2 === 0 ? requested(number) : canceled(number);
      await log.final(block(number), [event]);
    }
    const { length } = log.exits(ALICE);
    expect([length > 200, length <= 512]).toEqual([true, true]);
    expect(log.exits(ALICE)[0]?.id).toBe(3_018 * 65_536);
    changed = [];
    const writtenBefore = readFileSync(path, 'utf8').length;
    await log.final(block(3_020), [requested(20), canceled(3_019)]);
    expect([changed, log.exits(ALICE).length]).toEqual([[], length]);
    expect(readFileSync(path, 'utf8').length).toBe(writtenBefore);
  });

  it('are gone with their block, also when they were taken back in it', async () => {
    const log = await opened();
    await log.final(block(20), [requested(20)]);
    log.seen([canceled(21), requested(22)]);
    expect(stages(log)).toEqual(['requested', 'canceled']);
    log.undone(22);
    expect(stages(log)).toEqual(['canceled']);
    log.undone(21);
    expect(stages(log)).toEqual(['requested']);
  });

  it('that were paid stay so when their owner comes back, and the next one is another', async () => {
    const log = await opened();
    const events = [requested(20), exited(21, 0), exited(21, 1), canceled(22), requested(23)];
    await log.final(block(25), [...events, canceled(24)]);
    expect(log.exits(ALICE)).toMatchObject([
      { id: 23 * 65_536, stage: 'canceled', canceledBy: hash(2_400), payouts: [] },
      { id: 20 * 65_536, stage: 'paid', canceledBy: null },
    ]);
    expect(log.exits(ALICE)[1]?.payouts.map(({ quanta }) => quanta)).toEqual([7, 7]);
  });

  it('leave out what was paid of an asset that is not traded here, or without a beginning', async () => {
    const log = await opened();
    await log.final(block(25), [exited(19, 0), canceled(19), requested(20), exited(21, 200)]);
    expect(log.exits(ALICE)).toMatchObject([{ stage: 'paid', payouts: [] }]);
  });
});

describe('exits over a restart', () => {
  it('are kept when they are final, and nothing is read twice', async () => {
    const first = await opened();
    await first.final(block(20), [requested(20)]);
    await first.run(AbortSignal.timeout(5_000));
    first.seen([canceled(21)]);
    asked = [];
    const log = await opened();
    expect(stages(log)).toEqual(['requested']);
    await log.final(block(21), [canceled(21)]);
    await log.run(AbortSignal.timeout(5_000));
    expect(stages(log)).toEqual(['canceled']);
    expect(asked).toEqual([[21, 21]]);
  });

  it('are read from the chain where they were lost, in pieces, and again after a failure', async () => {
    const log = await opened();
    let isDown = true;
    chain = ({ from, to }) => {
      if (from === 61 && isDown) {
        isDown = false;
        throw new Error('no answer');
      }
      return [requested(20), canceled(70)].filter(
        (event) => event.block >= from && event.block <= to,
      );
    };
    await log.final(block(120), [requested(119)]);
    await log.run(AbortSignal.timeout(5_000));
    expect(asked).toEqual([
      [11, 60],
      [61, 110],
      [61, 110],
      [111, 120],
    ]);
    expect(failures).toBe(1);
    expect(stages(log)).toEqual(['requested', 'canceled']);
    expect(stages(await opened())).toEqual(['requested', 'canceled']);
  });

  it('go on being read where a restart broke it off', async () => {
    const log = await opened();
    const stopping = new AbortController();
    chain = ({ from }) => {
      if (from === 61) stopping.abort();
      return from === 11 ? [requested(20)] : [];
    };
    await log.final(block(200), []);
    await log.run(stopping.signal);
    asked = [];
    const next = await opened();
    expect(stages(next)).toEqual(['requested']);
    await next.final(block(201), []);
    await next.run(AbortSignal.timeout(5_000));
    expect(asked[0]?.[0]).toBeLessThanOrEqual(61);
    expect(asked.at(-1)).toEqual([expect.any(Number), 201]);
  });

  it('of another contract are not this one’s', async () => {
    const first = await opened();
    await first.final(block(20), [requested(20)]);
    const other = await opened(BOB);
    expect(stages(other)).toEqual([]);
    await other.final(block(21), [requested(21)]);
    expect(readFileSync(path, 'utf8')).not.toContain(HOUSE);
    expect(stages(await opened())).toEqual([]);
  });

  it('lose nothing to a line that was not written whole, or to what is no line of theirs', async () => {
    const first = await opened();
    await first.final(block(20), [requested(20)]);
    appendFileSync(path, '{"kind":"exited"}\n[1]\n{"kind":"exit-cance');
    expect(stages(await opened())).toEqual(['requested']);
    writeFileSync(path, 'nothing of ours');
    expect(stages(await opened())).toEqual([]);
  });

  it('are added whole after a line that was not', async () => {
    const first = await opened();
    await first.final(block(20), [requested(20)]);
    appendFileSync(path, '{"kind":"exit-requ');
    const second = await opened();
    await second.final(block(21), [canceled(21)]);
    expect(stages(await opened())).toEqual(['canceled']);
  });

  it('hold nobody up where the disk does not take them', async () => {
    writeFileSync(join(folder, 'local'), 'in the way');
    const log = await opened();
    await log.final(block(20), [requested(20)]);
    expect([stages(log), failures]).toEqual([['requested'], 1]);
  });
});
