/** One place where a rule of the house is broken, with what to do about it. */
export type Violation = {
  readonly path: string;
  /** Line from 1. */
  readonly line: number;
  readonly rule: string;
  /** A sentence that says what to do. */
  readonly message: string;
};

/** One line a violation, `file:line rule: what to do`, in order of file and line. */
export function formatViolations(violations: readonly Violation[]): string {
  return violations
    .toSorted((a, b) => a.path.localeCompare(b.path) || a.line - b.line)
    .map(({ path, line, rule, message }) => `${path}:${line} ${rule}: ${message}`)
    .join('\n');
}
