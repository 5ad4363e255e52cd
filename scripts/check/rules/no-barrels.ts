import type { Finding, SourceRule } from '../rule.ts';
import { isGeneratedPath, type SourceFile } from '../source/source-file.ts';

const DOOR = /^server\/[^/]+\/index\.ts$|^e2e\/test\.ts$/;
const INDEX = /(?:^|\/)index\.tsx?$/;

/**
 * Only the door of a server module exports what other files declare. The browser tests' `test.ts` hands
 * on the runner's `expect` beside its own `test`, as the runner's manual does.
 */
export const noBarrels: SourceRule = {
  name: 'no-barrels',
  check: (file) => {
    if (DOOR.test(file.path) || isGeneratedPath(file.path)) return [];
    const named: readonly Finding[] = INDEX.test(file.path)
      ? [
          {
            at: 0,
            message:
              'Only server/<module>/index.ts is called index: name it after its main export.',
          },
        ]
      : [];
    return [...named, ...reExports(file)];
  },
};

function reExports(file: SourceFile): readonly Finding[] {
  const imported = new Set(
    file.module.staticImports.flatMap(({ entries }) =>
      entries.map((entry) => entry.localName.value),
    ),
  );
  return file.module.staticExports.flatMap(({ start, entries }): readonly Finding[] => {
    const passesOn = entries.some(
      (entry) => entry.moduleRequest !== null || imported.has(entry.localName.name ?? ''),
    );
    if (!passesOn) return [];
    return [
      {
        at: start,
        message: 'Import from the file that declares it instead of exporting it again.',
      },
    ];
  });
}
