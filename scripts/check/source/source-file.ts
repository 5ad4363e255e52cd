import { type ESTree, type ParseResult, parseSync } from 'rolldown/utils';

/** A tracked file as the checks see it: its path from the project's root (with `/`) and its text. */
export type TextFile = {
  readonly path: string;
  readonly text: string;
};

/** A TypeScript or JavaScript file with its syntax tree. */
export type SourceFile = TextFile & {
  readonly program: ESTree.Program;
  readonly comments: ParseResult['comments'];
  /** The file's static and dynamic imports and its exports. */
  readonly module: ParseResult['module'];
};

const SOURCE = /\.(?:ts|tsx|mts|mjs|js)$/;

/** Whether a path names a file that {@link parseSource} understands; declaration files are not. */
export function isSourcePath(path: string): boolean {
  return SOURCE.test(path) && !path.endsWith('.d.ts');
}

/**
 * Parses a source file.
 *
 * @throws SyntaxError naming the file when its text does not parse.
 */
export function parseSource(path: string, text: string): SourceFile {
  const { program, comments, module, errors } = parseSync(path, text);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`${path}: ${error.message}`);
  return { path, text, program, comments, module };
}

/** The line (from 1) of an offset into a text. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}

/** Whether a path is a test (`x.test.ts`, `x.chain.test.ts`) or a browser test below `e2e/`. */
export function isTestPath(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('e2e/');
}

/** Interfaces and bytecode, gas snapshots by contract, migrations of tables, lock-files. */
const GENERATED =
  /^contracts-abi\/|^contracts\/snapshots\/|^server\/store\/migrations\/|(?:^|\/)package-lock\.json$/;

/** Whether a file is written by a program and not by hand. */
export function isGeneratedPath(path: string): boolean {
  return GENERATED.test(path);
}
