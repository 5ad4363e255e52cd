import { delimiter, join } from 'node:path';

/** What is known about this machine; passed in, so that the choice itself is a pure function. */
export type BrowserSearch = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** Where Playwright would keep its own Chromium, whether or not it is there. */
  readonly playwrightPath: string | null;
};

export type BrowserChoice =
  | { readonly found: true; readonly path: string }
  | { readonly found: false; readonly reason: string };

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
] as const;

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const;

/**
 * Chooses the browser of the browser tests: `CHROMIUM_PATH`, then an installed Chromium or Chrome,
 * then Playwright's own. A `CHROMIUM_PATH` which names no file is a mistake to report, not a reason
 * to take another browser silently.
 */
export function chooseBrowser(search: BrowserSearch): BrowserChoice {
  const named = search.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (search.exists(named)) return { found: true, path: named };
    return {
      found: false,
      reason: `CHROMIUM_PATH is ${named}, and no file is there: correct it or unset it.`,
    };
  }
  const installed = installedCandidates(search.env.PATH ?? '').find(search.exists);
  if (installed !== undefined) return { found: true, path: installed };
  if (search.playwrightPath !== null && search.exists(search.playwrightPath)) {
    return { found: true, path: search.playwrightPath };
  }
  return {
    found: false,
    reason:
      'No browser found: install chromium, run `npx playwright install chromium`, or set CHROMIUM_PATH.',
  };
}

function installedCandidates(path: string): readonly string[] {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...APPLICATIONS];
}
