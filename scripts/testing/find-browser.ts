import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { type BrowserChoice, chooseBrowser } from './choose-browser.ts';

/** Looks for a browser on this machine without installing anything. */
export function searchBrowser(): BrowserChoice {
  return chooseBrowser({
    env: process.env,
    exists: existsSync,
    playwrightPath: playwrightChromiumPath(),
  });
}

/**
 * The path of the browser that tests and measurements run in.
 *
 * @throws BrowserNotFoundError in one line which says what to do.
 */
export function findBrowser(): string {
  const choice = searchBrowser();
  if (!choice.found) throw new BrowserNotFoundError(choice.reason);
  return choice.path;
}

function playwrightChromiumPath(): string | null {
  try {
    return chromium.executablePath();
  } catch {
    // Playwright knows no build for this platform: then it has no browser of its own.
    return null;
  }
}

export class BrowserNotFoundError extends Error {
  override readonly name = 'BrowserNotFoundError';
}
