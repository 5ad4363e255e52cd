import { describe, expect, it } from 'vitest';
import { createProject } from '../project.ts';
import { exactVersions } from './exact-versions.ts';

function messages(dependencies: Record<string, string>) {
  const project = createProject({ files: [], manifest: { devDependencies: dependencies } });
  return exactVersions.check(project).map(({ message }) => message);
}

describe('exact-versions', () => {
  it.each(['^1.2.3', '~1.2.3', '24', '1.2', 'latest', '*', '>=1.0.0', 'github:a/b'])(
    'objects to %s',
    (version) => {
      expect(messages({ viem: version })).toEqual([expect.stringContaining('viem')]);
    },
  );

  it.each(['1.2.3', '1.1.0-beta.0', 'npm:empty-npm-package@1.0.0'])('accepts %s', (version) => {
    expect(messages({ viem: version })).toEqual([]);
  });
});
