import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRules, sourceRules, textRules } from './rules.ts';

const names = [...textRules, ...sourceRules, ...projectRules].map(({ name }) => name);
const files = ['rules', 'project-rules'].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder)),
);

describe('the rules of the house', () => {
  it('are all applied: every rule file is in the list, under its name', () => {
    const declared = files.filter((file) => !file.endsWith('.test.ts'));
    expect(names.toSorted()).toEqual(declared.map((file) => file.replace('.ts', '')).toSorted());
  });

  it('are all tested', () => {
    expect(files).toEqual(expect.arrayContaining(names.map((name) => `${name}.test.ts`)));
  });
});
