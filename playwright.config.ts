import { defineConfig } from '@playwright/test';
import { findBrowser } from '#scripts/testing/find-browser.ts';

/** What a browser of a test machine is told: no sandbox to set up, and nobody to call home to. */
const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * The browser tests: a real browser against the exchange as `npm start` runs it, started once for
 * all of them. What stops a part of that exchange runs alone, after everything else.
 */
export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results',
  globalSetup: './e2e/setup/global-setup.ts',
  reporter: 'list',
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    baseURL: process.env.E2E_WEB_URL ?? '',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: findBrowser(), args: BROWSER_ARGS },
  },
  projects: [
    { name: 'exchange', testIgnore: '**/*outages.spec.ts' },
    {
      name: 'outages',
      testMatch: '**/*outages.spec.ts',
      dependencies: ['exchange'],
      // What one of them stops, another needs.
      workers: 1,
    },
  ],
});
