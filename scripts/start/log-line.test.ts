import { describe, expect, it } from 'vitest';
import { readLogLine } from './log-line.ts';

const json = (members: object) =>
  JSON.stringify({
    level: 'info',
    time: '2026-01-02T03:04:05.678Z',
    service: 'sidecar',
    ...members,
  });

describe('a line of a process, for a person', () => {
  it('shows a JSON log line as its message and what belongs to it', () => {
    expect(readLogLine(json({ msg: 'listening', port: 8080, host: '127.0.0.1' }))).toEqual({
      level: 'info',
      text: 'listening  port=8080  host=127.0.0.1',
    });
  });

  it('keeps the level', () => {
    expect(readLogLine(json({ level: 'warn', msg: 'stale' })).level).toBe('warn');
    expect(readLogLine(json({ level: 'unheard of', msg: 'x' })).level).toBe('info');
  });

  it('shows of an error its message, not its stack', () => {
    const err = { type: 'Error', message: 'no route', stack: 'Error: no route\n    at x.ts:1' };
    expect(readLogLine(json({ level: 'error', msg: 'failed', err }))).toEqual({
      level: 'error',
      text: 'failed  err=no route',
    });
  });

  it('shortens what is too long to read', () => {
    const { text } = readLogLine(json({ msg: 'big', data: 'x'.repeat(1_000) }));
    expect(text.length).toBeLessThan(200);
    expect(text.endsWith('…')).toBe(true);
  });

  it.each(['▲ Next.js 16.4.5', '{ not json', '[1,2]', '{"msg":1}', '"text"'])(
    'leaves %j as it is',
    (line) => {
      expect(readLogLine(line)).toEqual({ level: 'plain', text: line });
    },
  );

  it('removes what would move the cursor or recolour the screen', () => {
    expect(readLogLine('\u001b[31mred\u001b[0m\u0007 \u001b[2Jcleared').text).toBe('red  cleared');
    expect(
      readLogLine(json({ msg: 'two\nlines', from: '\u001b]0;title\u0007x' })).text,
    ).not.toMatch(/\p{Cc}/u);
  });
});
