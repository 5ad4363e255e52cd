import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FIRST_SEGMENT, hashAfter, TemporaryJournals } from './temporary-journals.ts';
import { history } from './written-journal.ts';

/** Four records fit. */
const SMALL_SEGMENT = 768;

let journals: TemporaryJournals;

beforeEach(() => {
  journals = new TemporaryJournals();
});

afterEach(() => journals.remove());

describe('--diff', () => {
  let other: string;

  beforeEach(async () => {
    other = join(journals.root, 'other');
    await journals.write();
  });

  function diff(...argv: readonly string[]) {
    return journals.run('--diff', other, ...argv);
  }

  it('finds the same records equal, however they were put into blocks', async () => {
    await journals.write({ folder: other, blocks: [1, 2, 7, 3] });
    expect(diff()).toEqual({
      output: [
        `One    ${journals.folder}: network test-1337, records 1 to 15`,
        `Other  ${other}: network test-1337, records 1 to 15`,
        '',
        'Equal: records 1 to 15, which is where both end.',
        '',
        `State of both after record 15: ${hashAfter(15)}`,
        '',
      ].join('\n'),
      errors: '',
      exitCode: 0,
    });
  });

  it('tells which of two goes on, and takes them for equal as far as asked', async () => {
    await journals.write({ folder: other, commands: history.slice(0, 12) });
    const { output, exitCode } = diff();
    expect(exitCode).toBe(1);
    expect(output).toContain(
      'Equal as far as both go, records 1 to 12; the first goes on to 15. To compare only what both have: --until 12.\n',
    );
    expect(output).toContain(`State of both after record 12: ${hashAfter(12)}\n`);
    expect(diff('--until', '12')).toMatchObject({
      exitCode: 0,
      output: expect.stringContaining('Equal: records 1 to 12, as far as was asked.\n'),
    });
  });

  it('names the first record that differs, its fields, and what came of it', async () => {
    const changed = history.map((command) =>
      command.seq === 9 && command.kind === 'place' ? { ...command, quantity: 51 } : command,
    );
    await journals.write({ folder: other, commands: changed, blocks: [12] });
    const { output, exitCode } = diff();
    expect(exitCode).toBe(1);
    const lines = output.split('\n');
    expect(lines.slice(3)).toEqual([
      'The journals DIFFER at record 9; those from 1 to 8 are equal.',
      '',
      'Record 9',
      '  one    2026-01-02 03:04:14.000 UTC  place: account 1, market 1 (BTC-USDT), order id 102, side buy, type limit, time in force GTC, price 60,000.00 (6000000), quantity 0.0050 (50), self trade cancel newest',
      '  other  2026-01-02 03:04:14.000 UTC  place: account 1, market 1 (BTC-USDT), order id 102, side buy, type limit, time in force GTC, price 60,000.00 (6000000), quantity 0.0051 (51), self trade cancel newest',
      '  What differs:',
      '    quantity: 0.0050 (50) and 0.0051 (51)',
      '',
      `State of both after record 8: ${hashAfter(8)}`,
      'The states part at record 9',
      `  one    ${hashAfter(9)}`,
      `  other  ${hashAfter(9, changed)}`,
      '  What differs, one first:',
      '    available of asset 0, account 1: 100000000 and 94000000',
      '    locked of asset 0, account 1: 900000000 and 906000000',
      '    order 102 of market 1: visible 50 and 51',
      '',
    ]);
  });

  it('finds states that part later than records', async () => {
    const changed = history.map((command) => {
      if (command.seq === 9) return { ...command, time: command.time + 1 };
      return command.seq === 14 && command.kind === 'place' ? { ...command, quantity: 2 } : command;
    });
    await journals.write({ folder: other, commands: changed });
    const { output } = diff();
    expect(output).toContain('The journals DIFFER at record 9;');
    expect(output).toContain(
      '    time: 2026-01-02 03:04:14.000 UTC and 2026-01-02 03:04:14.001 UTC\n',
    );
    expect(output).toContain('The states part at record 14\n');
  });

  it('says when records differ and states do not', async () => {
    const changed = history.map((command) =>
      command.seq === 8 && command.kind === 'place'
        ? { ...command, signature: Uint8Array.of(1, 2, 254) }
        : command,
    );
    await journals.write({ folder: other, commands: changed });
    const { output, exitCode } = diff();
    expect(exitCode).toBe(1);
    expect(output).toContain('    signature: none and 0x0102fe\n');
    expect(output).toContain(
      'The states do not part: they are equal again after record 15, the last that both have.\n',
    );
  });

  it('tells another kind of command, and a difference in the first record', async () => {
    await journals.write({ folder: other, commands: [{ kind: 'tick', seq: 1, time: 3 }] });
    const { output } = diff();
    expect(output).toContain('DIFFER at record 1; it is the first that both have.');
    expect(output).toContain('    kind: open-account and tick\n');
    const { report } = journals.json('--diff', other);
    expect(report).toMatchObject({
      equal: false,
      from: 1,
      to: 0,
      difference: { seq: 1, one: history[0], other: { kind: 'tick', seq: 1, time: 3 } },
      states: { parting: { seq: 1, one: hashAfter(1) } },
    });
  });

  it('looks no further than --until', async () => {
    const changed = history.map((command) =>
      command.seq === 9 ? { ...command, time: command.time + 1 } : command,
    );
    await journals.write({ folder: other, commands: changed });
    expect(diff('--until', '8').exitCode).toBe(0);
    expect(diff('--until', '9').exitCode).toBe(1);
  });

  it('names the journal that is damaged, and how far both are equal', async () => {
    await journals.write({ folder: other });
    journals.damageLastBlock(other);
    const { errors, exitCode } = diff();
    expect(exitCode).toBe(1);
    expect(errors).toMatch(new RegExp(`^The journal in ${other}: .* is damaged at offset `));
    expect(errors).toContain('Up to record 10 both journals hold the same.');
    expect(diff('--until', '10').exitCode).toBe(0);
  });

  it('tells of damage behind the first difference too', async () => {
    const changed = history.map((command) =>
      command.seq === 3 ? { ...command, time: command.time + 1 } : command,
    );
    await journals.write({ folder: other, commands: changed });
    journals.damageLastBlock(other);
    const { output, exitCode } = diff();
    expect(exitCode).toBe(1);
    expect(output).toContain('The journals DIFFER at record 3;');
    expect(output).toContain(`The journal in ${other}: ${FIRST_SEGMENT} is damaged at offset `);
    expect(output).toContain('they are equal again after record 10, the last that both have');
  });

  it('compares what both have, when segments of one were archived', async () => {
    const archive = join(journals.root, 'archive');
    const archived = { beforeSeq: 9, folder: archive };
    await journals.write({
      folder: other,
      blocks: [4, 4, 4],
      segmentBytes: SMALL_SEGMENT,
      archived,
    });
    const { output, exitCode } = diff();
    expect(exitCode).toBe(0);
    expect(output).toContain('Equal: records 9 to 15, which is where both end.');
    expect(output).toContain(
      `States were not compared: the journal in ${other} begins with record 9.`,
    );
    expect(diff('--diff-archive', archive).output).toContain('Equal: records 1 to 15,');
  });

  it('says when there is nothing that both have', async () => {
    const archived = { beforeSeq: 9, folder: join(journals.root, 'archive') };
    await journals.write({
      folder: other,
      blocks: [4, 4, 4],
      segmentBytes: SMALL_SEGMENT,
      archived,
    });
    journals.folder = join(journals.root, 'short');
    await journals.write({ commands: history.slice(0, 5) });
    const { output, exitCode } = diff();
    expect(exitCode).toBe(1);
    expect(output).toContain('The journals have no record in common, so nothing was compared.');
  });

  it('needs a second journal', () => {
    expect(diff()).toMatchObject({
      exitCode: 2,
      errors: expect.stringContaining(`There is no folder ${other}.`),
    });
  });
});
