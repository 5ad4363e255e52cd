import type { Finding, SourceRule, TextRule } from './rule.ts';
import { lineAt, type SourceFile, type TextFile } from './source/source-file.ts';
import type { Violation } from './violation.ts';

/** Applies a rule about text to one file. */
export function textViolations(rule: TextRule, file: TextFile): readonly Violation[] {
  return rule.check(file).map((finding) => locate(rule.name, file, finding));
}

/** Applies a rule about syntax to one parsed file. */
export function sourceViolations(rule: SourceRule, file: SourceFile): readonly Violation[] {
  return rule.check(file).map((finding) => locate(rule.name, file, finding));
}

function locate(rule: string, file: TextFile, { at, message }: Finding): Violation {
  return { path: file.path, line: lineAt(file.text, at), rule, message };
}
