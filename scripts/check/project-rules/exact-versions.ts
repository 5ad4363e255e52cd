import type { ProjectRule } from '../rule.ts';

const EXACT = /^(?:npm:(?:@[^@]+|[^@]+)@)?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

/** Dependencies are pinned to one version, so that what was tried is what is installed. */
export const exactVersions: ProjectRule = {
  name: 'exact-versions',
  check: ({ manifest }) =>
    Object.entries({
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.devDependencies,
    })
      .filter(([, version]) => !EXACT.test(version))
      .map(([name, version]) => ({
        path: 'package.json',
        line: 1,
        message: `Pin ${name} to one version; '${version}' may be several.`,
      })),
};
