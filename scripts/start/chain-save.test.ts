import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  chainSaveIn,
  discardNewestSave,
  hasDamagedSave,
  keepFinishedSave,
  recoverSave,
} from './chain-save.ts';

const whole = (name: string) => `{"block":"${name}","transactions":[],"historical_states":null}`;
const cut = (name: string) => whole(name).slice(0, -20);

describe('the saves of a chain', () => {
  let folder = '';
  let save = chainSaveIn('');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chain-save-'));
    save = chainSaveIn(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const read = (path: string) => readFileSync(path, 'utf8');

  it('are kept once they are written to the end', () => {
    expect(keepFinishedSave(save)).toBe(false);
    writeFileSync(save.written, whole('1'));
    expect(keepFinishedSave(save)).toBe(true);
    expect(read(save.saved)).toBe(whole('1'));
    expect(existsSync(save.written)).toBe(false);
    expect(keepFinishedSave(save)).toBe(false);
  });

  it('do not replace the last one before they are whole', () => {
    writeFileSync(save.saved, whole('1'));
    writeFileSync(save.written, cut('2'));
    expect(keepFinishedSave(save)).toBe(false);
    expect(read(save.saved)).toBe(whole('1'));
    // anvil goes on writing to the file that it opened, whatever it is called now.
    appendFileSync(save.pending, whole('2').slice(-20));
    expect(keepFinishedSave(save)).toBe(true);
    expect(read(save.saved)).toBe(whole('2'));
    expect(read(save.previous)).toBe(whole('1'));
  });

  it('of a chain that was killed: the newest whole one counts, and the cut one is set aside', () => {
    writeFileSync(save.saved, whole('1'));
    writeFileSync(save.pending, whole('2'));
    writeFileSync(save.written, cut('3'));
    expect(recoverSave(save)).toEqual({
      newest: save.saved,
      unfinished: [`${save.written}.damaged`],
    });
    expect(read(save.saved)).toBe(whole('2'));
  });

  it('written at an orderly end are newer than any other', () => {
    writeFileSync(save.pending, whole('2'));
    writeFileSync(save.written, whole('3'));
    recoverSave(save);
    expect(read(save.saved)).toBe(whole('3'));
  });

  it('have one before the newest to fall back on when the disk damaged that', () => {
    writeFileSync(save.written, whole('1'));
    keepFinishedSave(save);
    writeFileSync(save.written, whole('2'));
    keepFinishedSave(save);
    writeFileSync(save.saved, 'garbage');
    discardNewestSave(save);
    expect(recoverSave(save).newest).toBe(save.saved);
    expect(read(save.saved)).toBe(whole('1'));
    expect(hasDamagedSave(save)).toBe(true);
  });

  it('may be none at all', () => {
    expect(recoverSave(save)).toEqual({ newest: null, unfinished: [] });
    expect(hasDamagedSave(save)).toBe(false);
  });

  it('that are empty are not whole', () => {
    writeFileSync(save.written, '');
    expect(keepFinishedSave(save)).toBe(false);
    expect(recoverSave(save).newest).toBeNull();
  });
});
