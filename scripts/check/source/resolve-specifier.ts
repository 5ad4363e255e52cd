import { builtinModules } from 'node:module';
import { posix } from 'node:path';

/** What a specifier names: a file of the project, a package, or a module of Node itself. */
export type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'builtin'; readonly name: string };

const BUILTINS: ReadonlySet<string> = new Set(builtinModules);

/**
 * Resolves a specifier seen in the file `from`. `#folder/x.ts` and relative specifiers become paths
 * from the project's root; whether a file is there is not asked.
 */
export function resolveSpecifier(from: string, specifier: string): Target {
  if (specifier.startsWith('#')) return { kind: 'file', path: specifier.slice(1) };
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.join(posix.dirname(from), specifier) };
  }
  if (specifier.startsWith('node:')) return { kind: 'builtin', name: specifier };
  const [scopeOrName = '', name = ''] = specifier.split('/');
  const packageName = scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName;
  if (BUILTINS.has(packageName)) return { kind: 'builtin', name: `node:${specifier}` };
  return { kind: 'package', name: packageName };
}
