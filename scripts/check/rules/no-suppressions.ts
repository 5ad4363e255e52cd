import type { SourceRule } from '../rule.ts';

const SUPPRESSION =
  /\b(?:biome-ignore|eslint-disable|oxlint-disable|prettier-ignore|(?:c8|v8|istanbul) ignore)|@ts-(?:ignore|expect-error|nocheck)\b/;

/** No comment switches a check off. */
export const noSuppressions: SourceRule = {
  name: 'no-suppressions',
  check: (file) =>
    file.comments
      .filter((comment) => SUPPRESSION.test(comment.value))
      .map((comment) => ({
        at: comment.start,
        message:
          'Satisfy the rule, or change it for everyone in its own commit; do not silence it.',
      })),
};
