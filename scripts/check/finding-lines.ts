import type { SourceRule, TextRule } from './rule.ts';
import { parseSource, type TextFile } from './source/source-file.ts';
import { sourceViolations, textViolations } from './violations-in.ts';

/** The lines on which a rule about syntax objects to a file. The tests of the rules speak in these. */
export function sourceFindingLines(rule: SourceRule, file: TextFile): readonly number[] {
  return sourceViolations(rule, parseSource(file.path, file.text)).map(({ line }) => line);
}

/** The lines on which a rule about text objects to a file. */
export function textFindingLines(rule: TextRule, file: TextFile): readonly number[] {
  return textViolations(rule, file).map(({ line }) => line);
}
