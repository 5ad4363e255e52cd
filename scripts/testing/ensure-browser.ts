import { findBrowser, searchBrowser } from './find-browser.ts';
import { installBrowser } from './install-browser.ts';

/**
 * The path of a browser, installed first when this machine has none.
 *
 * @throws BrowserNotFoundError saying in one line what to do when it could not be installed either.
 */
export function ensureBrowser(): string {
  const isInstalled = (): boolean => searchBrowser().found;
  const misnamed = process.env.CHROMIUM_PATH !== undefined && process.env.CHROMIUM_PATH !== '';
  if (!isInstalled() && !misnamed) installBrowser(isInstalled);
  return findBrowser();
}
