import { describe, expect, it } from 'vitest';
import { compareEngines } from './compare-engines.ts';
import { fixedCases } from './fixed-cases.ts';
import { printDifference } from './print-commands.ts';

describe('what the simulator has found before', () => {
  it.each(fixedCases)('$title', ({ commands }) => {
    for (const restores of [false, true]) {
      const difference = compareEngines(commands, { restores });
      expect(difference === null ? '' : printDifference(difference)).toBe('');
    }
  });
});
