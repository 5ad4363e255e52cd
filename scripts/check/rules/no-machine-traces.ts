import type { Finding, TextRule } from '../rule.ts';

/** Folders of one machine. Spelled in parts, so that this file passes its own rule. */
const MACHINE_PATH = new RegExp(
  `(?<![\\w.@-])/(?:${['work', 'root', 'tmp', 'mnt', 'home/\\w+', 'Users/\\w+'].join('|')})/`,
  'g',
);
const REGISTRY_HOST = new RegExp(
  `https?://[^\\s/"']*(?:${['regis', 'try'].join('')}|${['arti', 'factory'].join('')}|verdaccio|nexus)[^\\s"']*`,
  'g',
);

/** Nothing committed knows the machine it was written on, or where its packages came from. */
export const noMachineTraces: TextRule = {
  name: 'no-machine-traces',
  check: ({ text }) => [
    ...[...text.matchAll(MACHINE_PATH)].map(
      (match): Finding => ({
        at: match.index,
        message: `'${match[0]}' exists on one machine: derive the path, or use os.tmpdir().`,
      }),
    ),
    ...[...text.matchAll(REGISTRY_HOST)].map(
      (match): Finding => ({
        at: match.index,
        message: 'Packages come from whatever registry npm is configured with: leave the host out.',
      }),
    ),
  ],
};
