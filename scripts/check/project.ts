import { isSourcePath, parseSource, type SourceFile, type TextFile } from './source/source-file.ts';

/** What `package.json` says that the checks need. */
export type PackageManifest = {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

/** Everything the checks look at. Files which are not text have an empty text. */
export type Project = {
  readonly files: readonly TextFile[];
  readonly sources: readonly SourceFile[];
  /** Source files that do not parse, with what the parser says. */
  readonly broken: readonly BrokenFile[];
  readonly manifest: PackageManifest;
  /** Programs that each installed package provides, by package name. */
  readonly binaries: Readonly<Record<string, readonly string[]>>;
};

export type BrokenFile = { readonly path: string; readonly message: string };

/** Parses the sources among the files and puts a project together. */
export function createProject(options: {
  readonly files: readonly TextFile[];
  readonly manifest: PackageManifest;
  readonly binaries?: Readonly<Record<string, readonly string[]>>;
}): Project {
  const { files, manifest, binaries = {} } = options;
  const sources: SourceFile[] = [];
  const broken: BrokenFile[] = [];
  for (const { path, text } of files) {
    if (!isSourcePath(path)) continue;
    try {
      sources.push(parseSource(path, text));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      broken.push({ path, message: error.message.replace(`${path}: `, '') });
    }
  }
  return { files, sources, broken, manifest, binaries };
}
