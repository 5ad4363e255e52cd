import type { Overlay } from '#lib/stores/overlay-store.ts';
import { type Page, pages } from './pages.ts';

/** How long after `g` the name of a page is waited for, milliseconds. */
export const PAGE_KEY_MS = 1_500;

/** What is known when a key is pressed. */
export type KeyPress = {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** The key goes into a text field. */
  readonly typing: boolean;
  /** A dialog has the page. */
  readonly inDialog: boolean;
  /** `g` was pressed just before. */
  readonly afterG: boolean;
};

export type ShortcutAction =
  | { readonly kind: 'open'; readonly overlay: Overlay }
  | { readonly kind: 'go'; readonly page: Page }
  /** `g`: the next key names a page. */
  | { readonly kind: 'await-page' };

/** What a key does on every page; `null` for keys that do nothing here. */
export function resolveShortcut(press: KeyPress): ShortcutAction | null {
  if (press.inDialog) return null;
  const key = press.key.toLowerCase();
  if (key === 'k' && (press.ctrlKey || press.metaKey) && !press.altKey) {
    return { kind: 'open', overlay: 'command-palette' };
  }
  if (press.typing || press.ctrlKey || press.metaKey || press.altKey) return null;
  if (press.afterG) {
    const page = pages.find((candidate) => candidate.key === key);
    return page === undefined ? null : { kind: 'go', page };
  }
  if (key === 'g') return { kind: 'await-page' };
  if (key === '/') return { kind: 'open', overlay: 'command-palette' };
  return key === '?' ? { kind: 'open', overlay: 'shortcuts' } : null;
}
