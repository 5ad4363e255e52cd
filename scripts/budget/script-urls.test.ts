import { describe, expect, it } from 'vitest';
import { scriptUrls } from './script-urls.ts';

const BASE = 'http://localhost:3000/swap';

describe('scriptUrls', () => {
  it('finds scripts and script preloads once each', () => {
    const html = `
      <link rel="preload" as="script" fetchPriority="low" href="/a.js"/>
      <script src="/a.js" async=""></script><script nonce="x" src="/b.js"></script>
      <link rel="modulepreload" href="c.js">`;
    expect(scriptUrls(html, BASE)).toEqual([
      'http://localhost:3000/a.js',
      'http://localhost:3000/b.js',
      'http://localhost:3000/c.js',
    ]);
  });

  it('leaves out inline scripts, other preloads, and scripts for old browsers', () => {
    const html = `
      <script nonce="x">self.__next_f.push([])</script>
      <link rel="preload" as="font" href="/f.woff2"><link rel="stylesheet" href="/s.css">
      <script src="/old.js" noModule=""></script>`;
    expect(scriptUrls(html, BASE)).toEqual([]);
  });
});
