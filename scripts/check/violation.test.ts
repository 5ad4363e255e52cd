import { expect, it } from 'vitest';
import { formatViolations } from './violation.ts';

it('lists violations by file and line, each with what to do', () => {
  const rule = 'file-name';
  const text = formatViolations([
    { path: 'lib/b.ts', line: 2, rule, message: 'Rename it.' },
    { path: 'lib/a.ts', line: 10, rule, message: 'Rename it.' },
    { path: 'lib/a.ts', line: 9, rule, message: 'Rename it.' },
  ]);
  expect(text.split('\n')).toEqual([
    'lib/a.ts:9 file-name: Rename it.',
    'lib/a.ts:10 file-name: Rename it.',
    'lib/b.ts:2 file-name: Rename it.',
  ]);
});
