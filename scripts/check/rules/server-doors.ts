import type { Finding, SourceRule } from '../rule.ts';
import { importsOf } from '../source/imports-of.ts';
import { resolveSpecifier } from '../source/resolve-specifier.ts';

const MODULE_FILE = /^server\/([^/]+)\/(.+)$/;

/** A module of the sidecar has one door, its `index.ts`; nobody outside reaches past it. */
export const serverDoors: SourceRule = {
  name: 'server-doors',
  check: (file) => {
    const ownModule = MODULE_FILE.exec(file.path)?.[1];
    return importsOf(file).flatMap((reference): readonly Finding[] => {
      const target = resolveSpecifier(file.path, reference.specifier);
      if (target.kind !== 'file') return [];
      const [, module, inside] = MODULE_FILE.exec(target.path) ?? [];
      if (module === undefined || module === ownModule || inside === 'index.ts') return [];
      const message = `Import from '#server/${module}/index.ts', the only door of that module.`;
      return [{ at: reference.start, message }];
    });
  },
};
