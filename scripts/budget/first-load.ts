import { gzipSync } from 'node:zlib';
import { scriptUrls } from './script-urls.ts';

/** The JavaScript that a page's first HTML makes a browser load. */
export type FirstLoad = {
  readonly path: string;
  /** Sum of the scripts, each compressed by gzip, in bytes. */
  readonly bytes: number;
  readonly scripts: readonly { readonly url: string; readonly bytes: number }[];
};

/**
 * Measures a page of a running production build.
 *
 * @param origin - where it is served, as http://localhost:3000
 * @throws FirstLoadError when the page or one of its scripts is not served.
 */
export async function firstLoad(origin: string, path: string): Promise<FirstLoad> {
  const address = new URL(path, origin).href;
  const urls = scriptUrls((await read(address)).toString('utf8'), address);
  if (urls.length === 0) throw new FirstLoadError(`${address} loads no script: is it a page?`);
  const scripts = await Promise.all(
    urls.map(async (url) => ({ url, bytes: gzipSync(await read(url)).byteLength })),
  );
  const bytes = scripts.reduce((sum, script) => sum + script.bytes, 0);
  return { path, bytes, scripts: scripts.sort((a, b) => b.bytes - a.bytes) };
}

async function read(url: string): Promise<Buffer> {
  const response = await fetch(url);
  if (!response.ok) throw new FirstLoadError(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

export class FirstLoadError extends Error {
  override readonly name = 'FirstLoadError';
}
