import { configDefaults, defineConfig } from 'vitest/config';

const outside = [
  ...configDefaults.exclude,
  '**/.next/**',
  '**/.data/**',
  'e2e/**',
  'contracts/**',
  'scripts/lighthouse/node_modules/**',
];

/**
 * Two kinds of test. `unit` is pure and shares one module graph a worker, which is what makes it
 * fast; `chain` starts an anvil a file, so few run at a time and each may take minutes.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...outside, '**/*.chain.test.ts'],
          environment: 'node',
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          unstubGlobals: true,
        },
      },
      {
        test: {
          name: 'chain',
          include: ['**/*.chain.test.ts'],
          exclude: outside,
          environment: 'node',
          pool: 'forks',
          maxWorkers: 2,
          // Without it both kinds cannot be run by one command, since their workers differ.
          sequence: { groupOrder: 1 },
          // What is waited for on a chain takes as long as the machine is busy.
          expect: { poll: { timeout: 60_000 } },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
