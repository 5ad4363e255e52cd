import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { productionList } from './notice-tables.ts';
import { readPackages, renderNotices } from './render-notices.ts';

const root = resolve(import.meta.dirname, '../..');

it('NOTICE.md lists what the lock-file installs (npm run notices writes it)', () => {
  expect(readFileSync(resolve(root, 'NOTICE.md'), 'utf8')).toBe(renderNotices(root));
});

it('production installs nothing whose licence would reach the whole application', () => {
  const list = productionList(readPackages(root));
  const licences = [...list.matchAll(/^- \*\*(.+?)\*\*/gm)].map((match) => match[1] ?? '');
  expect(licences.filter((licence) => /(?<!L)GPL|BUSL|see the package/.test(licence))).toEqual([]);
});
