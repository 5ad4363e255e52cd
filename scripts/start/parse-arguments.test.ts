import { describe, expect, it } from 'vitest';
import { parseArguments, USAGE } from './parse-arguments.ts';
import { StartError } from './start-error.ts';

describe('the command line of npm start', () => {
  it('starts everything and keeps the chain when nothing is asked', () => {
    expect(parseArguments([])).toEqual({ help: false, reset: false, withoutWeb: false });
  });

  it('reads its options in any order', () => {
    expect(parseArguments(['--without-web', '--reset'])).toEqual({
      help: false,
      reset: true,
      withoutWeb: true,
    });
    expect(parseArguments(['-h']).help).toBe(true);
  });

  it.each(['--rest', 'reset', '', '--reset=yes'])('refuses %j by name', (argument) => {
    const attempt = () => parseArguments(['--reset', argument]);
    expect(attempt).toThrow(StartError);
    expect(attempt).toThrow(JSON.stringify(argument));
  });

  it('describes every option that it knows', () => {
    for (const option of ['--reset', '--without-web', '--help']) expect(USAGE).toContain(option);
  });
});
