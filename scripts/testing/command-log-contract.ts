import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '#server/engine/index.ts';
import { type CommandLog, type LogListener, RecordBatch } from '#server/journal/index.ts';
import { readCommands } from './read-commands.ts';
import { sampleCommands, samplePlace, sampleSignature } from './sample-commands.ts';

/** One log and the storage beneath it, which a test can hold up and break. */
export type LogUnderTest = {
  /** Opens the log; again after it was closed or has failed, on what it has stored. */
  open(): Promise<CommandLog>;
  /** From now on nothing becomes durable … */
  stall(): void;
  /** … until now. */
  resume(): void;
  /** The next write fails because the storage is full or broken. */
  breakStorage(how: 'full' | 'broken'): void;
};

/** What a listener was told, in order. */
type Told = readonly (string | number)[];

function recordingListener(): { readonly listener: LogListener; readonly told: Told } {
  const told: (string | number)[] = [];
  const listener: LogListener = {
    durable: (seq) => void told.push(seq),
    room: () => void told.push('room'),
    stopped: (state, reason) => void told.push(state, reason?.code ?? 'no reason'),
  };
  return { listener, told };
}

function batchOf(commands: readonly Command[]): RecordBatch {
  const batch = new RecordBatch();
  for (const command of commands) batch.append(command);
  return batch;
}

function append(log: CommandLog, commands: readonly Command[]) {
  return log.append(batchOf(commands), log.lastSeq);
}

/** Appends single orders until the log refuses one. */
function fillUp(log: CommandLog): unknown {
  for (let seq = log.lastSeq + 1; ; seq += 1) {
    try {
      append(log, [samplePlace(seq)]);
    } catch (error) {
      return error;
    }
  }
}

function withCode(code: string) {
  return expect.objectContaining({ code });
}

/**
 * What every implementation of {@link CommandLog} must do. Its buffer must be
 * well below 1 MiB, and what it lets go of at once no more than 500 records.
 */
export function describeCommandLog(name: string, create: () => LogUnderTest): void {
  describe(`${name} is a command log`, () => {
    let storage: LogUnderTest;
    let log: CommandLog;

    beforeEach(async () => {
      storage = create();
      log = await storage.open();
    });

    afterEach(async () => {
      storage.resume();
      await log.close();
    });

    const context: Context = {
      get storage() {
        return storage;
      },
      get log() {
        return log;
      },
      async reopen() {
        await log.close();
        log = await storage.open();
        return log;
      },
    };
    describeAppending(context);
    describeRepeating(context);
    describeDurability(context);
    describeReading(context);
    describeTurns(context);
    describeEnding(context);
  });
}

type Context = {
  readonly storage: LogUnderTest;
  readonly log: CommandLog;
  reopen(): Promise<CommandLog>;
};

function describeAppending(context: Context): void {
  test('a new log is empty and open', async () => {
    const { log } = context;
    expect([log.state, log.reason]).toEqual(['open', null]);
    expect([log.firstSeq, log.lastSeq, log.durableSeq]).toEqual([1, 0, 0]);
    expect(await readCommands(log.read(1))).toEqual([]);
    await log.flush();
  });

  test('what was appended comes back in order, also after opening again', async () => {
    const commands = sampleCommands(1, 300);
    expect(append(context.log, commands.slice(0, 1))).toBe('appended');
    append(context.log, commands.slice(1, 200));
    await context.log.flush();
    append(context.log, commands.slice(200));
    await context.log.flush();
    expect(await readCommands(context.log.read(1))).toEqual(commands);
    const reopened = await context.reopen();
    expect([reopened.firstSeq, reopened.lastSeq, reopened.durableSeq]).toEqual([1, 300, 300]);
    expect(await readCommands(reopened.read(1))).toEqual(commands);
  });

  test('the batch may be used again at once', async () => {
    const batch = batchOf([samplePlace(1)]);
    context.log.append(batch, 0);
    batch.clear();
    batch.append(samplePlace(2));
    context.log.append(batch, 1);
    batch.clear();
    await context.log.flush();
    expect(await readCommands(context.log.read(1))).toEqual([samplePlace(1), samplePlace(2)]);
  });

  test('a batch that does not follow is refused and changes nothing', async () => {
    const { log } = context;
    append(log, sampleCommands(1, 3));
    const refused = withCode('journal/sequence-conflict');
    expect(() => log.append(batchOf([samplePlace(5)]), 4)).toThrowError(refused);
    expect(() => log.append(batchOf([{ ...samplePlace(3), price: 1 }]), 2)).toThrowError(refused);
    expect(() => log.append(batchOf([samplePlace(4)]), 2)).toThrowError(refused);
    expect(log.lastSeq).toBe(3);
    append(log, [samplePlace(4)]);
    await log.flush();
    expect(await readCommands(log.read(1))).toEqual([...sampleCommands(1, 3), samplePlace(4)]);
  });
}

function describeRepeating(context: Context): void {
  test('the same batch again is a duplicate and is written once', async () => {
    const commands = sampleCommands(1, 4);
    expect(context.log.append(batchOf(commands), 0)).toBe('appended');
    expect(context.log.append(batchOf(commands), 0)).toBe('duplicate');
    await context.log.flush();
    append(context.log, sampleCommands(5, 4));
    expect(context.log.append(batchOf(commands), 0)).toBe('duplicate');
    const reopened = await context.reopen();
    expect(reopened.append(batchOf(commands), 0)).toBe('duplicate');
    expect(reopened.lastSeq).toBe(8);
    expect(await readCommands(reopened.read(1))).toEqual(sampleCommands(1, 8));
  });

  test('other content under the same numbers is a conflict', async () => {
    append(context.log, [samplePlace(1), samplePlace(2)]);
    const other = batchOf([samplePlace(1), { ...samplePlace(2), price: 7 }]);
    const refused = withCode('journal/sequence-conflict');
    expect(() => context.log.append(other, 0)).toThrowError(refused);
    const reopened = await context.reopen();
    expect(() => reopened.append(other, 0)).toThrowError(refused);
  });

  test('a batch of which only the beginning is known is a conflict', () => {
    append(context.log, [samplePlace(1)]);
    const longer = batchOf([samplePlace(1), samplePlace(2)]);
    expect(() => context.log.append(longer, 0)).toThrowError(withCode('journal/sequence-conflict'));
    expect(context.log.lastSeq).toBe(1);
  });
}

function describeDurability(context: Context): void {
  test('nothing is durable before the storage has it', async () => {
    const { log, storage } = context;
    const { listener, told } = recordingListener();
    log.listen(listener);
    storage.stall();
    append(log, sampleCommands(1, 2));
    append(log, sampleCommands(3, 5));
    expect([log.lastSeq, log.durableSeq, told.length]).toEqual([7, 0, 0]);
    expect(await readCommands(log.read(1))).toEqual([]);
    const flushed = log.flush();
    storage.resume();
    await flushed;
    expect(log.durableSeq).toBe(7);
    expect(told.at(-1)).toBe(7);
    expect(told).toEqual(told.toSorted((one, other) => Number(one) - Number(other)));
  });

  test('a listener that has left is told nothing', async () => {
    const staying = recordingListener();
    const leaving = recordingListener();
    context.log.listen(staying.listener);
    context.log.listen(leaving.listener)();
    append(context.log, [samplePlace(1)]);
    await context.log.flush();
    expect(staying.told).toEqual([1]);
    expect(leaving.told).toEqual([]);
  });

  test('storage that is too slow is felt as back-pressure, and passes', async () => {
    const { log, storage } = context;
    const { listener, told } = recordingListener();
    log.listen(listener);
    storage.stall();
    expect(fillUp(log)).toMatchObject({ code: 'journal/back-pressure', retryable: true });
    expect(log.state).toBe('open');
    expect(log.roomBytes).toBeLessThan(64);
    const accepted = log.lastSeq;
    storage.resume();
    await log.flush();
    expect(told).toContain('room');
    expect(log.roomBytes).toBeGreaterThanOrEqual(64);
    append(log, [samplePlace(accepted + 1)]);
    await log.flush();
    const read = await readCommands(log.read(1));
    expect(read.map(({ seq }) => seq)).toEqual(read.map((_, index) => index + 1));
    expect(read.length).toBe(accepted + 1);
  });
}

function describeReading(context: Context): void {
  test('reading begins with the block that holds the number asked for', async () => {
    const { log } = context;
    for (let from = 1; from < 100; from += 10) {
      append(log, sampleCommands(from, 10));
      await log.flush();
    }
    for (const from of [1, 37, 90, 100]) {
      const read = await readCommands(log.read(from));
      expect(read[0]?.seq).toBeLessThanOrEqual(from);
      expect(read[0]?.seq).toBeGreaterThan(from - 10);
      expect(read.at(-1)?.seq).toBe(100);
    }
    expect(await readCommands(log.read(101))).toEqual([]);
  });

  test('every block continues the hash chain', async () => {
    const beginning = Buffer.from(context.log.chain).toString('hex');
    append(context.log, sampleCommands(1, 5));
    await context.log.flush();
    append(context.log, sampleCommands(6, 5));
    await context.log.flush();
    const chains: string[] = [];
    const previous: string[] = [];
    for await (const { chain, previousChain } of context.log.read(1)) {
      chains.push(Buffer.from(chain).toString('hex'));
      previous.push(Buffer.from(previousChain).toString('hex'));
    }
    expect(chains.every((chain) => chain.length === 64)).toBe(true);
    expect(new Set(chains).size).toBe(chains.length);
    expect(chains.length).toBe(2);
    expect(previous).toEqual([beginning, chains[0]]);
    expect(Buffer.from(context.log.chain).toString('hex')).toBe(chains[1]);
    expect(Buffer.from((await context.reopen()).chain).toString('hex')).toBe(chains[1]);
  });

  test('what a snapshot covers can be let go of, and nothing else goes', async () => {
    for (let from = 1; from < 1_000; from += 20) {
      append(context.log, sampleCommands(from, 20));
      await context.log.flush();
    }
    await context.log.archiveBefore(505);
    expect(context.log.firstSeq).toBeGreaterThan(1);
    expect(context.log.firstSeq).toBeLessThanOrEqual(505);
    let { firstSeq } = context.log;
    let left = sampleCommands(firstSeq, 1_001 - firstSeq);
    expect(await readCommands(context.log.read(firstSeq))).toEqual(left);
    await expect(readCommands(context.log.read(firstSeq - 1))).rejects.toThrowError(
      withCode('journal/record-gone'),
    );
    // Whoever lets go again, and closes at once, need not wait in between.
    const again = [600, 700, 700].map((seq) => context.log.archiveBefore(seq));
    const closing = context.log.close();
    await expect(context.log.archiveBefore(800)).rejects.toThrowError(withCode('journal/closed'));
    await Promise.all([...again, closing]);
    firstSeq = context.log.firstSeq;
    expect(firstSeq).toBeLessThanOrEqual(700);
    left = sampleCommands(firstSeq, 1_001 - firstSeq);
    const reopened = await context.reopen();
    expect([reopened.firstSeq, reopened.lastSeq]).toEqual([firstSeq, 1_000]);
    expect(await readCommands(reopened.read(firstSeq))).toEqual(left);
  });
}

function describeTurns(context: Context): void {
  test('reading much leaves turns to the event loop', async () => {
    const { log } = context;
    const signature = sampleSignature(255);
    for (let from = 1; from <= 2_000; from += 40) {
      const orders = Array.from({ length: 40 }, (_, at) => samplePlace(from + at, signature));
      append(log, orders);
      await log.flush();
    }
    let turns = 0;
    const count = () => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    const read = await readCommands(log.read(1));
    clearImmediate(next);
    expect(read.length).toBe(2_000);
    expect(turns).toBeGreaterThan(1);
  });
}

function describeEnding(context: Context): void {
  test.each([
    ['full', 'full', 'journal/disk-full'],
    ['broken', 'failed', 'journal/io-error'],
  ] as const)(
    'storage that is %s stops the log, which acknowledges nothing more',
    async (how, state, code) => {
      const { log, storage } = context;
      append(log, sampleCommands(1, 4));
      await log.flush();
      const { listener, told } = recordingListener();
      log.listen(listener);
      storage.breakStorage(how);
      append(log, sampleCommands(5, 4));
      await expect(log.flush()).rejects.toThrowError(withCode(code));
      expect([log.state, log.reason?.code, log.durableSeq]).toEqual([state, code, 4]);
      expect(told).toEqual([state, code]);
      expect(() => append(log, [samplePlace(9)])).toThrowError(withCode(code));
      expect(log.roomBytes).toBe(0);
      const reopened = await context.reopen();
      expect(reopened.state).toBe('open');
      const read = await readCommands(reopened.read(1));
      expect(read.length).toBeGreaterThanOrEqual(4);
      expect(read).toEqual(sampleCommands(1, read.length));
      append(reopened, sampleCommands(read.length + 1, 3));
      await reopened.flush();
    },
  );

  test('closing makes durable what was appended and refuses more', async () => {
    const { log, storage } = context;
    const { listener, told } = recordingListener();
    log.listen(listener);
    storage.stall();
    append(log, sampleCommands(1, 4));
    const closing = log.close();
    expect(() => append(log, [samplePlace(5)])).toThrowError(withCode('journal/closed'));
    storage.resume();
    await closing;
    expect([log.state, log.durableSeq]).toEqual(['closed', 4]);
    expect(told).toEqual([4, 'closed', 'no reason']);
    await log.close();
    const reopened = await context.reopen();
    expect(await readCommands(reopened.read(1))).toEqual(sampleCommands(1, 4));
  });
}
