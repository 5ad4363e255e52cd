import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogFile } from './log-file.ts';

describe('the log file of a process', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'log-file-'));
    path = join(folder, 'logs', 'web.log');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('holds every line, over restarts', () => {
    for (const line of ['one', 'two']) {
      const log = new LogFile(path);
      log.write(line);
      log.close();
    }
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });

  it('never grows past its limit by more than a line, and keeps one older file', () => {
    const log = new LogFile(path, 100);
    for (let index = 0; index < 100; index += 1) log.write(`line ${index}`);
    log.close();
    expect(readFileSync(path, 'utf8').length).toBeLessThan(110);
    expect(readFileSync(path, 'utf8')).toContain('line 99');
    expect(existsSync(`${path}.1`)).toBe(true);
    expect(existsSync(`${path}.2`)).toBe(false);
  });

  it('drops what comes after its end', () => {
    const log = new LogFile(path);
    log.close();
    log.close();
    log.write('too late');
    expect(readFileSync(path, 'utf8')).toBe('');
  });
});
