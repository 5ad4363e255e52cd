import type { TextRule } from '../rule.ts';
import { isGeneratedPath } from '../source/source-file.ts';

const LIMIT = 500;
const CODE = /\.(?:ts|tsx|mts|mjs|js|css|sol|sh)$/;

/** A file of code has at most 500 lines, generated files exempt. */
export const fileLength: TextRule = {
  name: 'file-length',
  check: ({ path, text }) => {
    if (!CODE.test(path) || isGeneratedPath(path)) return [];
    const lines = text.split('\n').length - 1;
    if (lines <= LIMIT) return [];
    return [{ at: 0, message: `${lines} lines, at most ${LIMIT}: divide it by what it does.` }];
  },
};
