import { spawnSync } from 'node:child_process';

/** One way to get a browser: programs to run in order, each with its arguments. */
export type BrowserInstallation = readonly (readonly [string, ...string[]])[];

/**
 * The ways to install a browser, best first. Debian's Chromium brings the libraries it needs, so it
 * goes first where we may install packages; Playwright's download needs no rights.
 */
export function browserInstallations(machine: {
  readonly isRoot: boolean;
  readonly hasApt: boolean;
}): readonly BrowserInstallation[] {
  const fromPlaywright: BrowserInstallation = [['playwright', 'install', 'chromium']];
  if (!machine.isRoot || !machine.hasApt) return [fromPlaywright];
  const install = ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'] as const;
  return [[['apt-get', 'update'], install], fromPlaywright];
}

/** Installs a browser in whatever way this machine allows; whether it worked is for a search to say. */
export function installBrowser(isInstalled: () => boolean): void {
  const isRoot = process.getuid?.() === 0;
  const hasApt = spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
  for (const installation of browserInstallations({ isRoot, hasApt })) {
    for (const [program, ...args] of installation) {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const { status } = spawnSync(program, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
      if (status !== 0) break;
    }
    if (isInstalled()) return;
  }
}
