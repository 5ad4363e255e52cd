import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ensureWebBuild, NEXT } from './web-build.ts';

/** Stands for `next build`: writes what it read, notes its runs, and refuses to run beside itself. */
const BUILDER = `
const { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
if (existsSync('building')) { appendFileSync('runs', 'OVERLAP\\n'); process.exit(1); }
writeFileSync('building', '');
appendFileSync('runs', 'run\\n');
const page = readFileSync('app/page.tsx', 'utf8');
const finish = () => {
  if (existsSync('hold')) return setTimeout(finish, 20);
  rmSync('building');
  if (page === 'broken') { console.log('page.tsx: unexpected token'); process.exit(1); }
  mkdirSync('.next/static', { recursive: true });
  mkdirSync('.next/cache', { recursive: true });
  writeFileSync('.next/static/page.js', page);
  writeFileSync('.next/BUILD_ID', 'x');
};
finish();
`;

describe('the build of the web application', () => {
  let root = '';
  const notices: string[] = [];
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const runs = () => read('runs').trim().split('\n');
  const build = async (signal = new AbortController().signal) =>
    await ensureWebBuild({
      root,
      env: process.env,
      onLine: () => undefined,
      onNotice: (text) => notices.push(text),
      signal,
    });

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'web-build-'));
    notices.length = 0;
    write(NEXT, BUILDER);
    write('app/page.tsx', 'one');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is made once for the same sources, and again for others', async () => {
    const first = await build();
    expect(first.built).toBe(true);
    expect(await build()).toEqual({ distDir: first.distDir, built: false });

    write('app/page.tsx', 'two');
    const second = await build();
    expect(second.built).toBe(true);
    // What is being served is never written to.
    expect(read(`${first.distDir}/static/page.js`)).toBe('one');
    expect(read(`${second.distDir}/static/page.js`)).toBe('two');

    write('app/page.tsx', 'one');
    expect(await build()).toEqual({ distDir: first.distDir, built: false });
    expect(runs()).toEqual(['run', 'run']);
  });

  it('is made by one of two starts while the other waits for it', async () => {
    const builds = await Promise.all([build(), build()]);
    expect(builds.map(({ built }) => built).toSorted()).toEqual([false, true]);
    expect(new Set(builds.map(({ distDir }) => distDir)).size).toBe(1);
    expect(runs()).toEqual(['run']);
    expect(notices).toContain('another start is building; waiting for it');
  });

  it('is made again when the sources changed meanwhile', async () => {
    write('hold', '');
    const building = build();
    await vi.waitFor(() => expect(existsSync(join(root, 'building'))).toBe(true));
    write('app/page.tsx', 'two');
    rmSync(join(root, 'hold'));
    const { distDir } = await building;
    expect(read(`${distDir}/static/page.js`)).toBe('two');
    expect(runs()).toEqual(['run', 'run']);
  });

  it('that fails says what the builder said, and is not kept', async () => {
    write('app/page.tsx', 'broken');
    await expect(build()).rejects.toMatchObject({
      code: 'start/build-failed',
      message: expect.stringContaining('page.tsx: unexpected token'),
    });
    expect(readdirSync(join(root, '.data/web-builds'))).toEqual([]);
  });

  it('is given up when the start is', async () => {
    write('hold', '');
    const start = new AbortController();
    const building = build(start.signal);
    await vi.waitFor(() => expect(existsSync(join(root, 'building'))).toBe(true));
    start.abort(new Error('enough'));
    await expect(building).rejects.toThrow('enough');
    expect(readdirSync(join(root, '.data/web-builds'))).toEqual([]);
  });

  it('keeps what is served and leaves out what is not', async () => {
    const { distDir } = await build();
    expect(readdirSync(join(root, distDir)).toSorted()).toEqual(['BUILD_ID', 'static']);
  });

  it('keeps the last few builds only', async () => {
    for (let version = 1; version <= 7; version += 1) {
      appendFileSync(join(root, 'app/page.tsx'), `${version}`);
      await build();
    }
    expect(readdirSync(join(root, '.data/web-builds'))).toHaveLength(5);
  });
});
