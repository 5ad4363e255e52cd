import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClientNameLog } from './client-name-log.ts';

let folder: string;
let logs: ClientNameLog[];
let faults: unknown[];

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'lux-names-')), 'client-names');
  logs = [];
  faults = [];
});

afterEach(async () => {
  for (const log of logs) await log.close();
  rmSync(join(folder, '..'), { recursive: true });
});

function logOf(namesPerFile = 100): ClientNameLog {
  const log = new ClientNameLog({ folder, namesPerFile, onFault: (error) => faults.push(error) });
  logs.push(log);
  return log;
}

const textsOf = (names: readonly { text: string }[]) => names.map(({ text }) => text);

describe('the log of clients’ names', () => {
  it('knows after a restart without a farewell what was written', async () => {
    const log = logOf();
    expect(await log.open()).toEqual([]);
    const names = ['my buy', ' "odd, = name', 'unnamed-7', '007'];
    await Promise.all(names.map((text, index) => log.append({ account: index + 1, text })));
    expect(await logOf().open()).toEqual(
      names.map((text, index) => ({ account: index + 1, text })),
    );
  });

  it('leaves out half a line, and goes on behind it', async () => {
    const log = logOf();
    await log.open();
    await log.append({ account: 1, text: 'whole' });
    await log.close();
    writeFileSync(join(folder, 'names'), '2 hal', { flag: 'a' });
    const again = logOf();
    expect(textsOf(await again.open())).toEqual(['whole']);
    await again.append({ account: 1, text: 'next' });
    expect(textsOf(await logOf().open())).toEqual(['whole', 'next']);
  });

  it('keeps the newest, in two files at most', async () => {
    const log = logOf(3);
    await log.open();
    for (let count = 1; count <= 10; count += 1)
      await log.append({ account: 1, text: `n${count}` });
    expect(readdirSync(folder).toSorted()).toEqual(['names', 'names-before']);
    expect(readFileSync(join(folder, 'names-before'), 'utf8')).toBe('1 n7\n1 n8\n1 n9\n');
    expect(textsOf(await logOf(3).open())).toEqual(['n8', 'n9', 'n10']);
    expect(readdirSync(folder)).toEqual(['names']);
  });

  it('refuses names before it is open, and when it cannot be written any more', async () => {
    const log = logOf(1);
    const refused = expect.objectContaining({ code: 'sequencer/not-accepting' });
    expect(() => log.append({ account: 1, text: 'early' })).toThrow(refused);
    await log.open();
    await log.append({ account: 1, text: 'first' });
    rmSync(folder, { recursive: true });
    // The next one needs another file.
    await expect(log.append({ account: 1, text: 'second' })).rejects.toMatchObject({
      code: 'sequencer/outcome-unknown',
    });
    expect(faults).toHaveLength(1);
    expect(() => log.append({ account: 1, text: 'third' })).toThrow(refused);
  });
});
