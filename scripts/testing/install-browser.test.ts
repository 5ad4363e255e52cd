import { expect, it } from 'vitest';
import { browserInstallations } from './install-browser.ts';

const programs = (machine: Parameters<typeof browserInstallations>[0]) =>
  browserInstallations(machine).map((installation) => installation.map(([program]) => program));

it('prefers the system’s packages where it may install them', () => {
  expect(programs({ isRoot: true, hasApt: true })).toEqual([
    ['apt-get', 'apt-get'],
    ['playwright'],
  ]);
});

it('downloads Playwright’s own browser everywhere else', () => {
  expect(programs({ isRoot: false, hasApt: true })).toEqual([['playwright']]);
  expect(programs({ isRoot: true, hasApt: false })).toEqual([['playwright']]);
});
