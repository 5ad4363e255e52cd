import { describe, expect, it } from 'vitest';
import { formatLogLine, isTrouble } from './console-log.ts';
import { terminalStyle } from './terminal-style.ts';

const plain = terminalStyle(false, {});
const coloured = terminalStyle(true, {});

describe('a line on the screen', () => {
  it('begins with the process it comes from, aligned', () => {
    expect(formatLogLine(plain, { source: 'web', line: 'ready' })).toBe('web     │ ready');
    expect(formatLogLine(plain, { source: 'sidecar', line: 'ready' })).toBe('sidecar │ ready');
  });

  it('names the level of trouble, which colour alone must not carry', () => {
    const line = '{"level":"error","msg":"chain lost"}';
    expect(formatLogLine(plain, { source: 'sidecar', line })).toBe('sidecar │ error: chain lost');
    expect(isTrouble(line)).toBe(true);
    expect(isTrouble('{"level":"info","msg":"fine"}')).toBe(false);
    expect(isTrouble('anything else')).toBe(false);
  });

  it('is coloured on a terminal, unless NO_COLOR says otherwise', () => {
    const line = { source: 'web', line: 'ready' } as const;
    expect(formatLogLine(coloured, line)).toContain('\u001b[35m');
    expect(formatLogLine(terminalStyle(true, { NO_COLOR: '1' }), line)).toBe('web     │ ready');
    expect(formatLogLine(terminalStyle(true, { NO_COLOR: '' }), line)).toContain('\u001b[');
    expect(formatLogLine(terminalStyle(false, { FORCE_COLOR: '1' }), line)).toContain('\u001b[');
    expect(formatLogLine(terminalStyle(true, { TERM: 'dumb' }), line)).toBe('web     │ ready');
  });
});
