import { readForgeOutput } from '#scripts/testing/read-forge-output.ts';
import { readVitestReport } from '#scripts/testing/read-vitest-report.ts';
import { REPORT, type Step } from '#scripts/testing/run-step.ts';

/** A project of vitest as a step which counts its tests. */
export function vitestStep(project: 'unit' | 'chain'): Step {
  return {
    name: `${project} tests`,
    command: [
      'vitest',
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${REPORT}`,
    ],
    counts: { from: 'report', read: readVitestReport },
  };
}

/**
 * What `npm run check` does: everything that needs neither a chain nor a browser. The groups run one
 * after the other, the steps of a group side by side.
 */
export const checkSteps: readonly (readonly Step[])[] = [
  [
    {
      name: 'format and lint',
      command: [
        'biome',
        'ci',
        '--error-on-warnings',
        '--reporter=concise',
        '--colors=off',
        '--max-diagnostics=none',
      ],
    },
    { name: 'contract format', command: ['forge', 'fmt', '--check'] },
    { name: 'structure', command: ['node', 'scripts/check/structure.ts'] },
  ],
  [{ name: 'types', command: ['npm', 'run', '--silent', 'check:types'] }],
  [
    vitestStep('unit'),
    {
      name: 'contract tests',
      command: ['forge', 'test'],
      counts: { from: 'output', read: readForgeOutput },
    },
  ],
  [{ name: 'contract artifacts', command: ['node', 'scripts/contracts/build.ts', '--check'] }],
];
