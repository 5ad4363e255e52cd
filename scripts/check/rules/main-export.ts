import type { SourceRule } from '../rule.ts';
import { isGeneratedPath, isTestPath, type SourceFile } from '../source/source-file.ts';

/** Programs, doors, configuration and the files that Next finds by name. */
const NAMED_BY_ROLE = /(?:^|\/)(?:index|main)\.tsx?$|^app\/|^[^/]+$/;

/**
 * A file is called after what it exports: its name and the name of one of its exports share a word,
 * singular or plural. Whether the word is the best one a machine cannot tell.
 */
export const mainExport: SourceRule = {
  name: 'main-export',
  check: (file) => {
    if (NAMED_BY_ROLE.test(file.path) || isTestPath(file.path) || isGeneratedPath(file.path)) {
      return [];
    }
    const names = exportedNames(file);
    const stem = file.path.split('/').at(-1)?.split('.')[0] ?? '';
    if (names.length === 0 || names.some((name) => related(stem, name))) return [];
    const message = `None of ${names.slice(0, 5).join(', ')} shares a word with the file's name: rename one of them or the file.`;
    return [{ at: 0, message }];
  },
};

function exportedNames(file: SourceFile): readonly string[] {
  return file.module.staticExports
    .flatMap(({ entries }) => entries.map((entry) => entry.exportName.name))
    .filter((name) => name !== null);
}

function related(stem: string, name: string): boolean {
  const fileWords = wordsOf(stem);
  return wordsOf(name).some((word) => fileWords.includes(word));
}

/** `uniswapV3Pools`, `UNISWAP_V3_POOL` and `uniswap-v3-pool` have the same words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([a-zA-Z]{2})([0-9])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_]/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/ies$/, 'y').replace(/s$/, ''));
}
