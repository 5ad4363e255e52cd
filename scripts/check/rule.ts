import type { Project } from './project.ts';
import type { SourceFile, TextFile } from './source/source-file.ts';

/** Where in a file a rule is broken, and what to do. */
export type Finding = {
  /** Offset into the file's text. */
  readonly at: number;
  readonly message: string;
};

/** A rule about one TypeScript or JavaScript file. */
export type SourceRule = {
  readonly name: string;
  readonly check: (file: SourceFile) => readonly Finding[];
};

/** A rule about the text of one tracked file of any kind. */
export type TextRule = {
  readonly name: string;
  readonly check: (file: TextFile) => readonly Finding[];
};

/** A finding of a rule that looks at all files together. */
export type ProjectFinding = {
  readonly path: string;
  readonly line: number;
  readonly message: string;
};

/** A rule about the project as a whole. */
export type ProjectRule = {
  readonly name: string;
  readonly check: (project: Project) => readonly ProjectFinding[];
};
