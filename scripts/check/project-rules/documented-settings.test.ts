import { describe, expect, it } from 'vitest';
import { createProject } from '../project.ts';
import { documentedSettings } from './documented-settings.ts';

function findings(files: Readonly<Record<string, string>>) {
  const project = createProject({
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
    manifest: {},
  });
  return documentedSettings.check(project).map(({ path, line }) => `${path}:${line}`);
}

const README = '| variable | what |\n|---|---|\n| `NETWORK` | Which network. |\n';
const SCHEMA = 'export const settingsSchema = z.strictObject({\n  NETWORK: z.string(),\n});';

describe('documented-settings', () => {
  it('objects to a setting that the README does not name', () => {
    const schema = SCHEMA.replace('});', '  RPC_URL: z.string(),\n});');
    expect(findings({ 'README.md': README, 'lib/env/settings-schema.ts': schema })).toEqual([
      'lib/env/settings-schema.ts:3',
    ]);
    const script = 'const a = process.env.NETWORK;\nconst b = search.env.SECRET;';
    expect(findings({ 'README.md': README, 'scripts/a.ts': script })).toEqual(['scripts/a.ts:2']);
  });

  it('objects to a row about a setting that nothing reads', () => {
    const readme = `${README}| \`OLD_URL\` | Gone. |\n`;
    const files = { 'README.md': readme, 'lib/env/settings-schema.ts': SCHEMA };
    expect(findings(files)).toEqual(['README.md:4']);
  });

  it('lets the README name what only tests read, and does not ask for it', () => {
    const files = { 'README.md': README, 'lib/env/settings-schema.ts': SCHEMA };
    const test = { 'lib/a.test.ts': 'const seed = process.env.TEST_SEED;' };
    const readme = `${README}| \`TEST_SEED\` | The seed. |\n`;
    expect(findings({ ...files, ...test })).toEqual([]);
    expect(findings({ ...files, ...test, 'README.md': readme })).toEqual([]);
  });

  it('accepts a table that says what there is, and what the system sets', () => {
    const script = 'const ci = process.env.CI;\nconst path = process.env.PATH;\nenv.set(1);';
    const test = 'process.env.ONLY_HERE;';
    const files = {
      'README.md': README,
      'lib/env/settings-schema.ts': SCHEMA,
      'scripts/a.ts': script,
      'scripts/a.test.ts': test,
    };
    expect(findings(files)).toEqual([]);
  });
});
