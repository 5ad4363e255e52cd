import { describe, expect, it } from 'vitest';
import { textFindingLines } from '../finding-lines.ts';
import { noMachineTraces } from './no-machine-traces.ts';

const lines = (path: string, text: string) => textFindingLines(noMachineTraces, { path, text });

/** Put together here, so that this file passes the rule it tests. */
const folder = (...parts: readonly string[]) => `/${parts.join('/')}/`;

describe('no-machine-traces', () => {
  it.each([
    folder('work', 'main'),
    folder('root', '.cache'),
    folder('home', 'alice', 'lux'),
    folder('Users', 'alice'),
    folder('tmp', 'state.json'),
  ])('objects to %s in any file', (path) => {
    expect(lines('docs/start.md', `\nSee ${path}`)).toEqual([2]);
    expect(lines('scripts/a.ts', `const a = '${path}';`)).toEqual([1]);
  });

  it('objects to the host that packages came from', () => {
    const host = ['https://', 'regis', 'try.npmjs.org/ws/-/ws-8.tgz'].join('');
    expect(lines('package-lock.json', `{\n"resolved": "${host}"\n}`)).toEqual([2]);
  });

  it('accepts addresses, routes and paths below the project', () => {
    const text = [
      'https://api.lux.network/ext/bc/C/rpc',
      "import { a } from '#lib/root/a.ts';",
      'app/home/page.tsx',
      'node_modules/tmp/index.js',
      '/usr/bin/chromium',
      '<Link href="/work-with-us">',
    ].join('\n');
    expect(lines('lib/a.ts', text)).toEqual([]);
  });
});
