import { describe, expect, it } from 'vitest';
import { sourceFindingLines } from '../finding-lines.ts';
import { serverPages } from './server-pages.ts';

const lines = (path: string, text: string) => sourceFindingLines(serverPages, { path, text });

const CLIENT = "'use client';\nexport default function Page() { return null; }";

describe('server-pages', () => {
  it('objects to client pages and layouts', () => {
    expect(lines('app/page.tsx', CLIENT)).toEqual([1]);
    expect(lines('app/swap/page.tsx', CLIENT)).toEqual([1]);
    expect(lines('app/layout.tsx', CLIENT)).toEqual([1]);
  });

  it('accepts server pages, client components and error boundaries', () => {
    expect(lines('app/page.tsx', 'export default function Page() { return null; }')).toEqual([]);
    expect(lines('components/swap-card.tsx', CLIENT)).toEqual([]);
    expect(lines('app/error.tsx', CLIENT)).toEqual([]);
  });
});
