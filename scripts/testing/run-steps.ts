import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closingSummary } from './closing-summary.ts';
import { reportFileOf, runStep, type Step, type StepResult } from './run-step.ts';

/**
 * Runs groups of steps one after the other, the steps of a group side by side, and prints everything
 * and then the summary. Every step runs whatever happened before it, so that one run tells all.
 *
 * @returns whether every step succeeded.
 */
export async function runSteps(
  groups: readonly (readonly Step[])[],
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'lux-exchange-'));
  try {
    const results: StepResult[] = [];
    for (const group of groups) results.push(...(await runGroup(group, { folder, write })));
    write(`\n${closingSummary(results)}\n`);
    return results.every(({ ok }) => ok);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Context = { readonly folder: string; readonly write: (text: string) => void };

/** A step alone prints as it goes; steps side by side print when they end, one after the other. */
function runGroup(group: readonly Step[], { folder, write }: Context): Promise<StepResult[]> {
  const alone = group.length === 1;
  return Promise.all(
    group.map(async (step) => {
      const reportFile = reportFileOf(folder, step);
      if (alone) {
        write(heading(step));
        return runStep(step, { reportFile, write });
      }
      let output = '';
      const collect = (text: string): void => {
        output += text;
      };
      const result = await runStep(step, { reportFile, write: collect });
      write(`${heading(step)}${output}`);
      return result;
    }),
  );
}

function heading(step: Step): string {
  return `\n▸ ${step.name}\n`;
}
