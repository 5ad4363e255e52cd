import { describe, expect, it } from 'vitest';
import { type BrowserSearch, chooseBrowser } from './choose-browser.ts';

function machine(files: readonly string[], env: Record<string, string> = {}): BrowserSearch {
  return {
    env: { PATH: '/usr/local/bin:/usr/bin', ...env },
    exists: (path) => files.includes(path),
    playwrightPath: '/cache/playwright/chrome',
  };
}

describe('chooseBrowser', () => {
  it('takes CHROMIUM_PATH before anything installed', () => {
    const search = machine(['/opt/chrome', '/usr/bin/chromium'], { CHROMIUM_PATH: '/opt/chrome' });
    expect(chooseBrowser(search)).toEqual({ found: true, path: '/opt/chrome' });
  });

  it('refuses a CHROMIUM_PATH which names no file, though another browser is installed', () => {
    const search = machine(['/usr/bin/chromium'], { CHROMIUM_PATH: '/opt/chrome' });
    const choice = chooseBrowser(search);
    expect(choice.found).toBe(false);
    expect(choice).toHaveProperty(
      'reason',
      expect.stringContaining('CHROMIUM_PATH is /opt/chrome'),
    );
  });

  it('treats an empty CHROMIUM_PATH as unset', () => {
    const search = machine(['/usr/bin/chromium'], { CHROMIUM_PATH: '' });
    expect(chooseBrowser(search)).toEqual({ found: true, path: '/usr/bin/chromium' });
  });

  it('prefers Chromium to Chrome wherever on PATH each is', () => {
    const search = machine(['/usr/local/bin/google-chrome', '/usr/bin/chromium']);
    expect(chooseBrowser(search)).toEqual({ found: true, path: '/usr/bin/chromium' });
  });

  it("takes an installed browser before Playwright's own", () => {
    const search = machine(['/usr/bin/google-chrome-stable', '/cache/playwright/chrome']);
    expect(chooseBrowser(search)).toEqual({ found: true, path: '/usr/bin/google-chrome-stable' });
  });

  it("falls back to Playwright's own", () => {
    const search = machine(['/cache/playwright/chrome']);
    expect(chooseBrowser(search)).toEqual({ found: true, path: '/cache/playwright/chrome' });
  });

  it('says in one line what to do when there is none', () => {
    const choice = chooseBrowser({ ...machine([]), playwrightPath: null });
    expect(choice.found).toBe(false);
    const reason = choice.found ? '' : choice.reason;
    expect(reason).toContain('CHROMIUM_PATH');
    expect(reason).not.toContain('\n');
  });
});
