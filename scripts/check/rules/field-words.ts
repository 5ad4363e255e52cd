import type { Finding, SourceRule } from '../rule.ts';
import { walk } from '../source/syntax-node.ts';

/** Spellings that code does not use, and the field's word for them. The wire has its own strings. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/cancelled|Cancelled|CANCELLED/, 'canceled'],
  [/cancelling|Cancelling/, 'canceling'],
  [/orderbook(?![-_])|Orderbook/, 'orderBook'],
];

/** Identifiers use the words of docs/glossary.md and no others. */
export const fieldWords: SourceRule = {
  name: 'field-words',
  check: (file) => {
    const findings: Finding[] = [];
    walk(file.program, (node) => {
      if (node.type !== 'Identifier') return;
      const word = WORDS.find(([pattern]) => pattern.test(node.name));
      if (word === undefined) return;
      findings.push({
        at: node.start,
        message: `In code '${node.name}' is spelled with '${word[1]}'.`,
      });
    });
    return findings;
  },
};
