/** A package as `package-lock.json` records it; what is not installed on this machine is there too. */
export type LockedPackage = {
  readonly version: string;
  readonly license?: string;
  /** Only development needs it. */
  readonly dev?: boolean;
};

/** What `package.json` declares. */
export type DeclaredDependencies = {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
};

/** What the notices are made from: `package.json`, and the lock-file's packages by path. */
export type Packages = {
  readonly declared: DeclaredDependencies;
  readonly locked: Readonly<Record<string, LockedPackage>>;
};

const FOLDER = 'node_modules/';

/** A Markdown table of the packages that `package.json` names, each with its version and licence. */
export function directTable(packages: Packages): string {
  const { dependencies, optionalDependencies, devDependencies } = packages.declared;
  return [
    '| package | version | licence | used in |',
    '|---|---|---|---|',
    ...rows(packages, Object.keys({ ...dependencies, ...optionalDependencies }), 'production'),
    ...rows(packages, Object.keys(devDependencies ?? {}), 'development'),
  ].join('\n');
}

function rows(packages: Packages, names: readonly string[], use: string): readonly string[] {
  return names.toSorted().map((name) => {
    const locked = packages.locked[`${FOLDER}${name}`];
    if (locked === undefined) throw new Error(`package-lock.json does not know ${name}`);
    return `| ${name} | ${locked.version} | ${licenceOf(locked)} | ${use} |`;
  });
}

/** A Markdown list of everything that production installs, by licence, direct or not. */
export function productionList(packages: Packages): string {
  const byLicence = new Map<string, Set<string>>();
  for (const [path, locked] of Object.entries(packages.locked)) {
    const at = path.lastIndexOf(FOLDER);
    if (at === -1 || locked.dev === true) continue;
    const names = byLicence.get(licenceOf(locked)) ?? new Set();
    names.add(path.slice(at + FOLDER.length));
    byLicence.set(licenceOf(locked), names);
  }
  return [...byLicence]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([licence, names]) => `- **${licence}**: ${[...names].toSorted().join(', ')}`)
    .join('\n');
}

function licenceOf({ license }: LockedPackage): string {
  return license ?? 'see the package';
}

/** Replaces the text between `<!-- name -->` and `<!-- /name -->`. */
export function fillSection(text: string, section: { name: string; content: string }): string {
  const open = `<!-- ${section.name} -->`;
  const close = `<!-- /${section.name} -->`;
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start === -1 || end < start) throw new Error(`There is no ${open} … ${close} to fill.`);
  return `${text.slice(0, start + open.length)}\n\n${section.content}\n\n${text.slice(end)}`;
}
