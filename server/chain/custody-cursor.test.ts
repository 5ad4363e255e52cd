import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCustodyCursor } from './custody-cursor.ts';

const CONTRACT = `0x${'Ab'.repeat(20)}` as const;
const cursor = {
  block: { number: 12, hash: `0x${'0c'.repeat(32)}` },
  told: { number: 7, hash: `0x${'07'.repeat(32)}` },
} as const;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lux-cursor-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function cursorOf(contract: `0x${string}` = CONTRACT) {
  return createCustodyCursor({ networkDir: join(folder, 'local-1337'), contract });
}

describe('the cursor of the clearing house', () => {
  it('is kept over a restart', async () => {
    expect(await cursorOf().load()).toBe(null);
    await cursorOf().save(cursor);
    expect(await cursorOf().load()).toEqual(cursor);
    await cursorOf().save({ ...cursor, told: null });
    expect(await cursorOf().load()).toEqual({ ...cursor, told: null });
  });

  it('says nothing of another contract', async () => {
    await cursorOf().save(cursor);
    expect(await cursorOf(`0x${'cd'.repeat(20)}`).load()).toBe(null);
  });

  it.each(['', '{', '{"version":2}', '[]'])('is left aside when it reads %j', async (content) => {
    await cursorOf().save(cursor);
    const path = join(folder, 'local-1337', 'custody-cursor.json');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ version: 1 });
    writeFileSync(path, content);
    expect(await cursorOf().load()).toBe(null);
  });
});
