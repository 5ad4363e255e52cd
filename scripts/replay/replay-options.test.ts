import { describe, expect, it } from 'vitest';
import { ReplayError } from './replay-error.ts';
import { replayOptions } from './replay-options.ts';

const defaults = {
  folder: 'journal',
  archive: null,
  until: null,
  account: null,
  depth: 5,
  group: null,
  events: null,
  json: false,
  base: null,
  snapshot: null,
  diff: null,
  diffArchive: null,
};

/** What is wrong with a command line. */
function complaint(...argv: readonly string[]): string {
  try {
    replayOptions(argv);
  } catch (error) {
    if (!(error instanceof ReplayError)) throw error;
    expect([error.code, error.exitCode]).toEqual(['replay/invalid-option', 2]);
    return error.message;
  }
  return 'nothing';
}

describe('the command line of npm run replay', () => {
  it('needs a folder only', () => {
    expect(replayOptions(['journal'])).toEqual(defaults);
  });

  it('reads options in any order, their values behind a space or an equals sign', () => {
    const argv = '--until 9 journal --account=0 --depth 3 --group=50 --events 2..4 --json';
    expect(replayOptions(argv.split(' '))).toEqual({
      ...defaults,
      until: 9,
      account: 0,
      depth: 3,
      group: 50,
      events: { from: 2, to: 4 },
      json: true,
    });
    const files = '--archive a --base b --snapshot=c journal';
    expect(replayOptions(files.split(' '))).toEqual({
      ...defaults,
      archive: 'a',
      base: 'b',
      snapshot: 'c',
    });
    expect(replayOptions(['journal', '--diff', 'd', '--diff-archive', 'e=f'])).toEqual({
      ...defaults,
      diff: 'd',
      diffArchive: 'e=f',
    });
  });

  it('takes a single record for a range', () => {
    expect(replayOptions(['journal', '--events', '7'])?.events).toEqual({ from: 7, to: 7 });
  });

  it('gives help whatever else is there', () => {
    expect(replayOptions(['-h'])).toBeNull();
    expect(replayOptions(['journal', '--help', 'another'])).toBeNull();
  });

  it.each([
    [[], 'Which journal? No folder is named.'],
    [['a', 'b'], 'One folder is replayed at a time, but there are a and b.'],
    [['a', '--toString'], 'There is no option --toString.'],
    [['a', '-x'], 'There is no option -x.'],
    [['a', '--'], 'There is no option --.'],
    [['a', '--json=yes'], '--json takes no value.'],
    [['a', '--until', '1', '--until=2'], '--until is given twice.'],
    [['a', '--until'], '--until needs a value.'],
    [['a', '--until', '--json'], '--until needs a value.'],
    [['a', '--diff='], '--diff needs a value.'],
    [['a', '--until', '0'], '--until takes a whole number from 1 on, not "0".'],
    [['a', '--until', '1e3'], '--until takes a whole number from 1 on, not "1e3".'],
    [
      ['a', '--until', '9007199254740992'],
      '--until takes a whole number from 1 on, not "9007199254740992".',
    ],
    [['a', '--account', '1.5'], '--account takes a whole number from 0 on, not "1.5".'],
    [['a', '--depth', '0'], '--depth takes a whole number from 1 on, not "0".'],
    [['a', '--group', 'x'], '--group takes a whole number from 1 on, not "x".'],
    [
      ['a', '--events', '3..2'],
      '--events takes two record numbers from 1 on, as in 10..20, or a single one, not "3..2".',
    ],
    [
      ['a', '--events', '0..2'],
      '--events takes two record numbers from 1 on, as in 10..20, or a single one, not "0..2".',
    ],
    [
      ['a', '--events', '1-2'],
      '--events takes two record numbers from 1 on, as in 10..20, or a single one, not "1-2".',
    ],
    [['a', '--events', '1..100001'], '--events shows 100000 records at a time at most.'],
    [['a', '--diff-archive', 'b'], '--diff-archive belongs to --diff, which is not given.'],
    [
      ['a', '--diff', 'b', '--depth', '2', '--base', 'c'],
      '--diff compares journals and cannot be combined with --depth, --base.',
    ],
  ])('refuses %j', (argv, message) => {
    expect(complaint(...argv)).toBe(message);
  });
});
