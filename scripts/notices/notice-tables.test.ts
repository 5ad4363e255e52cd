import { describe, expect, it } from 'vitest';
import { directTable, fillSection, type Packages, productionList } from './notice-tables.ts';

const packages: Packages = {
  declared: { dependencies: { ws: '8.0.0' }, devDependencies: { vitest: '4.0.0' } },
  locked: {
    '': { version: '1.0.0' },
    'node_modules/ws': { version: '8.0.0', license: 'MIT' },
    'node_modules/vitest': { version: '4.0.0', license: 'MIT', dev: true },
    'node_modules/semver': { version: '7.0.0', license: 'ISC' },
    'node_modules/ws/node_modules/semver': { version: '6.0.0', license: 'ISC' },
    'node_modules/mystery': { version: '1.0.0' },
  },
};

describe('notices', () => {
  it('name every declared package with its licence and use', () => {
    expect(directTable(packages).split('\n').slice(2)).toEqual([
      '| ws | 8.0.0 | MIT | production |',
      '| vitest | 4.0.0 | MIT | development |',
    ]);
  });

  it('list what production installs once each, and no tool of development', () => {
    expect(productionList(packages).split('\n')).toEqual([
      '- **ISC**: semver',
      '- **MIT**: ws',
      '- **see the package**: mystery',
    ]);
  });

  it('refuse a package that the lock-file does not know', () => {
    const broken = { declared: { dependencies: { gone: '1.0.0' } }, locked: {} };
    expect(() => directTable(broken)).toThrow(/gone/);
  });

  it('fill a section between its marks and refuse a document without them', () => {
    const text = 'a\n<!-- x -->\nold\n<!-- /x -->\nb';
    const section = { name: 'x', content: 'new' };
    expect(fillSection(text, section)).toBe('a\n<!-- x -->\n\nnew\n\n<!-- /x -->\nb');
    expect(() => fillSection('a', section)).toThrow(/<!-- x -->/);
  });
});
