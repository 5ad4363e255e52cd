import { describe, expect, it } from 'vitest';
import { type KeyPress, resolveShortcut } from './resolve-shortcut.ts';

function press(key: string, facts: Partial<KeyPress> = {}) {
  const none = { ctrlKey: false, metaKey: false, altKey: false };
  const page = { typing: false, inDialog: false, afterG: false };
  return resolveShortcut({ key, ...none, ...page, ...facts });
}

describe('resolveShortcut', () => {
  it('opens the palette with ⌘K, Ctrl K and /', () => {
    const palette = { kind: 'open', overlay: 'command-palette' };
    expect(press('k', { metaKey: true })).toEqual(palette);
    expect(press('K', { ctrlKey: true })).toEqual(palette);
    expect(press('/')).toEqual(palette);
    expect(press('k')).toBeNull();
  });

  it('goes to a page with g and its letter', () => {
    expect(press('g')).toEqual({ kind: 'await-page' });
    expect(press('m', { afterG: true })).toMatchObject({ kind: 'go', page: { href: '/' } });
    expect(press('s', { afterG: true })).toMatchObject({ kind: 'go', page: { href: '/swap' } });
    expect(press('m')).toBeNull();
    expect(press('x', { afterG: true })).toBeNull();
  });

  it('shows the keys with ?', () => {
    expect(press('?')).toEqual({ kind: 'open', overlay: 'shortcuts' });
  });

  it('leaves plain keys to text fields, but not ⌘K', () => {
    expect(press('/', { typing: true })).toBeNull();
    expect(press('g', { typing: true })).toBeNull();
    expect(press('k', { typing: true, metaKey: true })).not.toBeNull();
  });

  it('leaves every key to an open dialog, and to the browser those with other modifiers', () => {
    expect(press('k', { inDialog: true, metaKey: true })).toBeNull();
    expect(press('?', { inDialog: true })).toBeNull();
    expect(press('g', { altKey: true })).toBeNull();
    expect(press('/', { ctrlKey: true })).toBeNull();
  });
});
