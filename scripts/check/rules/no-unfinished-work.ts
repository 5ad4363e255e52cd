import type { Finding, TextRule } from '../rule.ts';

/** Spelled in two parts, so that this file passes its own rule. */
const MARK = new RegExp(`\\b(?:${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`, 'g');
const CONFESSION = new RegExp(['not (?:yet )?', 'implemented'].join(''), 'gi');
const BINARY = /\.(?:png|jpg|ico|woff2?|gz|wasm)$/;

/** What is on main is finished: no marks for later, nothing that says it is not there. */
export const noUnfinishedWork: TextRule = {
  name: 'no-unfinished-work',
  check: ({ path, text }) => {
    if (BINARY.test(path) || path === 'package-lock.json') return [];
    return [...text.matchAll(MARK), ...text.matchAll(CONFESSION)].map(
      (match): Finding => ({
        at: match.index,
        message: `Finish it or open an issue; '${match[0]}' does not belong on main.`,
      }),
    );
  },
};
