import { describe, expect, it } from 'vitest';
import { createProject } from '../project.ts';
import { declaredDependencies } from './declared-dependencies.ts';

const manifest = {
  dependencies: { viem: '2.0.0', '@tanstack/react-query': '5.0.0' },
  devDependencies: { vitest: '4.0.0', '@types/ws': '8.0.0' },
};

function lines(path: string, text: string) {
  const project = createProject({ files: [{ path, text }], manifest });
  return declaredDependencies.check(project).map(({ line }) => line);
}

describe('declared-dependencies', () => {
  it('objects to packages that are there by accident', () => {
    expect(lines('lib/a.ts', "\nimport { a } from 'abitype';")).toEqual([2]);
    expect(lines('lib/a.ts', "import { a } from '@noble/hashes/sha3';")).toEqual([1]);
    expect(lines('scripts/a.ts', "await import('left-pad');")).toEqual([1]);
  });

  it('objects to a development dependency in production', () => {
    expect(lines('server/a.ts', "import { vi } from 'vitest';")).toEqual([1]);
    expect(lines('components/a.tsx', "import { vi } from 'vitest';")).toEqual([1]);
  });

  it('accepts declared packages, their subpaths, types, and development ones in tests and scripts', () => {
    expect(lines('lib/a.ts', "import { a } from 'viem/chains';")).toEqual([]);
    expect(lines('lib/a.ts', "import { a } from '@tanstack/react-query';")).toEqual([]);
    expect(lines('lib/a.ts', "import type { Mock } from 'vitest';")).toEqual([]);
    expect(lines('lib/a.test.ts', "import { it } from 'vitest';")).toEqual([]);
    expect(lines('scripts/a.ts', "import { it } from 'vitest';")).toEqual([]);
    expect(lines('server/a.ts', "import { join } from 'node:path';")).toEqual([]);
  });
});
