import type { SourceRule } from '../rule.ts';

const BANNER = /[-=*#/~_]{6,}/;

/** No lines of dashes or stars: a file that needs sections is two files. */
export const noBannerComments: SourceRule = {
  name: 'no-banner-comments',
  check: (file) =>
    file.comments
      .filter((comment) => BANNER.test(comment.value))
      .map((comment) => ({
        at: comment.start,
        message: 'No banners: a file that needs sections wants to be several files.',
      })),
};
