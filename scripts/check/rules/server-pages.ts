import type { SourceRule } from '../rule.ts';

const PAGE = /^app\/(?:.*\/)?(?:page|layout)\.tsx$/;

/** Pages and layouts compose on the server; `'use client'` sits lower. */
export const serverPages: SourceRule = {
  name: 'server-pages',
  check: (file) => {
    if (!PAGE.test(file.path)) return [];
    return file.program.body
      .filter((node) => 'directive' in node && node.directive === 'use client')
      .map((node) => ({
        at: node.start,
        message: "Move 'use client' into the component that needs it.",
      }));
  },
};
