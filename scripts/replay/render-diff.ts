import { isDeepStrictEqual } from 'node:util';
import type { Command } from '#server/engine/index.ts';
import {
  areEqual,
  type ComparedJournal,
  type DiffReport,
  type RecordDifference,
} from './compare-journals.ts';
import type { StatesReport } from './compare-states.ts';
import { DecimalTexts } from './decimal-texts.ts';
import { describeRecord, fieldTexts, fieldWords, instant } from './describe-record.ts';
import { factLines } from './render-report.ts';

/** The comparison as text for a terminal. */
export function renderDiff(report: DiffReport): string {
  const { one, other, difference, states } = report;
  const sections = [
    factLines([
      ['One', journalText(one)],
      ['Other', journalText(other)],
    ]),
    [verdict(report)],
    difference === null
      ? []
      : differenceLines(difference, new DecimalTexts(states?.markets ?? null)),
    states === null ? [unexecuted(report)] : stateLines(states, report),
    [one, other].flatMap(({ problem }) => (problem === null ? [] : [problem])),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function journalText({ folder, network, firstSeq, lastSeq }: ComparedJournal): string {
  const records = lastSeq < firstSeq ? 'no records' : `records ${firstSeq} to ${lastSeq}`;
  return `${folder}: network ${network}, ${records}`;
}

function verdict(report: DiffReport): string {
  const { one, other, from, to, difference, until } = report;
  if (difference !== null) {
    const before =
      from > to ? 'it is the first that both have' : `those from ${from} to ${to} are equal`;
    return `The journals DIFFER at record ${difference.seq}; ${before}.`;
  }
  if (from > to) return 'The journals have no record in common, so nothing was compared.';
  const range = `records ${from} to ${to}`;
  if (areEqual(report)) {
    return until === to
      ? `Equal: ${range}, as far as was asked.`
      : `Equal: ${range}, which is where both end.`;
  }
  const [longer, name] = one.lastSeq > other.lastSeq ? [one, 'the first'] : [other, 'the second'];
  return `Equal as far as both go, ${range}; ${name} goes on to ${longer.lastSeq}. To compare only what both have: --until ${to}.`;
}

/** Both records whole, then the fields in which they are not equal. */
function differenceLines({ seq, one, other }: RecordDifference, texts: DecimalTexts): string[] {
  return [
    `Record ${seq}`,
    `  one    ${instant(one.time)}  ${describeRecord(one, texts)}`,
    `  other  ${instant(other.time)}  ${describeRecord(other, texts)}`,
    '  What differs:',
    ...differingFields(one, other, texts).map((line) => `    ${line}`),
  ];
}

function differingFields(one: Command, other: Command, texts: DecimalTexts): readonly string[] {
  if (one.kind !== other.kind) return [`kind: ${one.kind} and ${other.kind}`];
  const [left, right] = [new Map(fieldTexts(one, texts)), new Map(fieldTexts(other, texts))];
  const rest = new Map(Object.entries(other));
  const lines = Object.entries(one).flatMap(([name, value]): readonly string[] => {
    const otherValue: unknown = rest.get(name);
    if (isDeepStrictEqual(value, otherValue)) return [];
    const texts = [whole(name, value, left), whole(name, otherValue, right)];
    return [`${fieldWords(name)}: ${texts.join(' and ')}`];
  });
  return lines.length === 0 ? ['only how they are encoded'] : lines;
}

/** Signatures in full: what differs may be in their last byte. */
function whole(name: string, value: unknown, told: ReadonlyMap<string, string>): string {
  if (value instanceof Uint8Array) return `0x${Buffer.from(value).toString('hex')}`;
  if (typeof value !== 'number') return told.get(name) ?? 'none';
  return name === 'time' ? instant(value) : (told.get(name) ?? String(value));
}

function stateLines(states: StatesReport, report: DiffReport): string[] {
  const { equalHash, parting, comparedTo, problem } = states;
  const lines = [`State of both after record ${report.to}: ${equalHash}`];
  if (parting !== null) {
    lines.push(
      `The states part at record ${parting.seq}`,
      `  one    ${parting.one}`,
      `  other  ${parting.other}`,
      '  What differs, one first:',
      ...parting.differences.map((difference) => `    ${difference}`),
    );
  } else if (report.difference !== null && problem === null) {
    lines.push(
      `The states do not part: they are equal again after record ${comparedTo}, the last that both have.`,
    );
  }
  if (problem !== null)
    lines.push(`States could be compared up to record ${comparedTo} only. ${problem}`);
  return lines;
}

function unexecuted({ one, other }: DiffReport): string {
  const late = one.firstSeq > 1 ? one : other;
  return (
    `States were not compared: the journal in ${late.folder} begins with record ${late.firstSeq}. ` +
    'Name the folders of archived segments (--archive, --diff-archive) to have that done too.'
  );
}
