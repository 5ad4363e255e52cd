import { ReplayError, USAGE_FAULT } from './replay-error.ts';

export const USAGE = `Usage: npm run replay -- <journal folder> [options]
       npm run replay -- receipt <receipt file> <journal folder> [options]

Verifies a journal and executes it again, then shows the exchange as after its last record. Nothing
is written, and the exchange may be running.

What to show:
  --until SEQ        the exchange as after this record
  --account N        only the balances of this account, and its open orders with their places
  --depth N          levels of each book (5)
  --group TICKS      books in steps of so many ticks
  --events FROM..TO  these records and what each of them did
  --json             all of it as JSON, amounts as integers

Where to begin:
  --archive FOLDER   look for archived segments here too
  --base FILE        begin with this snapshot, whose content is trusted, instead of record 1

What to compare with:
  --snapshot FILE    a snapshot: has it the state that the records lead to?
  --diff FOLDER      another journal: which is the first record that differs, and what came of it?
  --diff-archive FOLDER   where archived segments of that one are

Ends with 0 when all is verified and equal, 1 when something differs or is damaged, and 2 when it was
asked for something that cannot be.`;

/** Commands that are shown at a time. */
const MAX_EVENTS_RANGE = 100_000;
const DEFAULT_DEPTH = 5;

export type SeqRange = { readonly from: number; readonly to: number };

export type ReplayOptions = {
  readonly folder: string;
  readonly archive: string | null;
  /** The last record to execute; `null` = all there are. */
  readonly until: number | null;
  readonly account: number | null;
  /** Levels. */
  readonly depth: number;
  /** Ticks; `null` = every price for itself. */
  readonly group: number | null;
  readonly events: SeqRange | null;
  readonly json: boolean;
  readonly base: string | null;
  readonly snapshot: string | null;
  readonly diff: string | null;
  readonly diffArchive: string | null;
};

/** Which options there are, and whether a value follows. */
const KNOWN: ReadonlyMap<string, 'value' | 'flag'> = new Map([
  ['archive', 'value'],
  ['until', 'value'],
  ['account', 'value'],
  ['depth', 'value'],
  ['group', 'value'],
  ['events', 'value'],
  ['base', 'value'],
  ['snapshot', 'value'],
  ['diff', 'value'],
  ['diff-archive', 'value'],
  ['json', 'flag'],
  ['help', 'flag'],
]);

/** Options of which `--diff` makes no use. */
const NOT_WITH_DIFF = ['account', 'depth', 'group', 'events', 'base', 'snapshot'];

/**
 * Reads the command line; `null` when it asks for help.
 *
 * @throws ReplayError `replay/invalid-option`, naming the argument.
 */
export function replayOptions(argv: readonly string[]): ReplayOptions | null {
  const { given, folders } = readArguments(argv);
  if (given.has('help')) return null;
  const [folder] = folders;
  if (folder === undefined) throw refused('Which journal? No folder is named.');
  if (folders.length > 1) {
    throw refused(`One folder is replayed at a time, but there are ${folders.join(' and ')}.`);
  }
  refuseContradictions(given);
  return {
    folder,
    archive: given.get('archive') ?? null,
    until: wholeNumber(given, 'until', 1),
    account: wholeNumber(given, 'account', 0),
    depth: wholeNumber(given, 'depth', 1) ?? DEFAULT_DEPTH,
    group: wholeNumber(given, 'group', 1),
    events: seqRange(given.get('events')),
    json: given.has('json'),
    base: given.get('base') ?? null,
    snapshot: given.get('snapshot') ?? null,
    diff: given.get('diff') ?? null,
    diffArchive: given.get('diff-archive') ?? null,
  };
}

type Given = ReadonlyMap<string, string>;

function readArguments(argv: readonly string[]): { given: Given; folders: readonly string[] } {
  const given = new Map<string, string>();
  const folders: string[] = [];
  const left = [...argv];
  for (let argument = left.shift(); argument !== undefined; argument = left.shift()) {
    if (!argument.startsWith('-')) {
      folders.push(argument);
      continue;
    }
    const { name, kind, inline } = optionOf(argument);
    if (given.has(name)) throw refused(`--${name} is given twice.`);
    if (kind === 'flag' && inline !== null) throw refused(`--${name} takes no value.`);
    const value = kind === 'flag' ? 'yes' : (inline ?? left.shift() ?? '');
    if (value === '' || (inline === null && value.startsWith('-'))) {
      throw refused(`--${name} needs a value.`);
    }
    given.set(name, value);
  }
  return { given, folders };
}

/** `--name`, or `--name=value` whose value is `inline`. */
function optionOf(argument: string) {
  const spelled = argument === '-h' ? '--help' : argument;
  const [, name = '', inline = null] = /^--([a-z-]+)(?:=(.*))?$/s.exec(spelled) ?? [];
  const kind = KNOWN.get(name);
  if (kind === undefined) throw refused(`There is no option ${argument}.`);
  return { name, kind, inline };
}

function refuseContradictions(given: Given): void {
  if (given.has('diff-archive') && !given.has('diff')) {
    throw refused('--diff-archive belongs to --diff, which is not given.');
  }
  if (!given.has('diff')) return;
  const idle = NOT_WITH_DIFF.filter((name) => given.has(name)).map((name) => `--${name}`);
  if (idle.length === 0) return;
  throw refused(`--diff compares journals and cannot be combined with ${idle.join(', ')}.`);
}

function wholeNumber(given: Given, name: string, least: number): number | null {
  const text = given.get(name);
  if (text === undefined) return null;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw refused(`--${name} takes a whole number from ${least} on, not ${JSON.stringify(text)}.`);
}

function seqRange(text: string | undefined): SeqRange | null {
  if (text === undefined) return null;
  const [, first = '', last = first] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  const range = { from: Number(first), to: Number(last) };
  const isRange = first !== '' && range.from >= 1 && range.from <= range.to;
  if (!isRange || !Number.isSafeInteger(range.to)) {
    const wanted = 'two record numbers from 1 on, as in 10..20, or a single one';
    throw refused(`--events takes ${wanted}, not ${JSON.stringify(text)}.`);
  }
  if (range.to - range.from >= MAX_EVENTS_RANGE) {
    throw refused(`--events shows ${MAX_EVENTS_RANGE} records at a time at most.`);
  }
  return range;
}

function refused(message: string): ReplayError {
  const fix = 'See npm run replay -- --help.';
  return new ReplayError('replay/invalid-option', { message, fix, exitCode: USAGE_FAULT });
}
