import type { Project } from './project.ts';
import { projectRules, sourceRules, textRules } from './rules.ts';
import { isGeneratedPath } from './source/source-file.ts';
import type { Violation } from './violation.ts';
import { sourceViolations, textViolations } from './violations-in.ts';

/** Applies every rule of the house to a project; generated files answer to few of them. */
export function checkStructure(project: Project): readonly Violation[] {
  const unreadable = project.broken.map((file) => ({ ...file, line: 1, rule: 'syntax' }));
  const ofText = project.files.flatMap((file) =>
    textRules.flatMap((rule) => textViolations(rule, file)),
  );
  const ofSyntax = project.sources
    .filter((file) => !isGeneratedPath(file.path))
    .flatMap((file) => sourceRules.flatMap((rule) => sourceViolations(rule, file)));
  const ofProject = projectRules.flatMap((rule) =>
    rule.check(project).map((finding) => ({ ...finding, rule: rule.name })),
  );
  return [...unreadable, ...ofText, ...ofSyntax, ...ofProject];
}
