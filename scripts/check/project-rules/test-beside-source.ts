import type { ProjectRule } from '../rule.ts';

const UNIT_TEST = /^(.*\/)?([^/]+?)(?:\.[a-z0-9-]+)*\.test\.tsx?$/;

/** `x.test.ts` (or `x.vectors.test.ts`, `x.chain.test.ts`) sits beside `x.ts`. */
export const testBesideSource: ProjectRule = {
  name: 'test-beside-source',
  check: ({ files }) => {
    const paths = new Set(files.map(({ path }) => path));
    return files.flatMap(({ path }) => {
      const [, folder = '', stem] = UNIT_TEST.exec(path) ?? [];
      if (stem === undefined || path.startsWith('e2e/')) return [];
      const hasSource = ['ts', 'tsx', 'mts', 'mjs'].some((ending) =>
        paths.has(`${folder}${stem}.${ending}`),
      );
      if (hasSource) return [];
      const message = `There is no ${folder}${stem}.ts beside it: call the test after what it tests.`;
      return [{ path, line: 1, message }];
    });
  },
};
