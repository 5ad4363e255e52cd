import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { openOverlay } from '#lib/stores/overlay-store.ts';
import { resolveShortcut } from './resolve-shortcut.ts';

/** How long after `g` the name of a page is waited for. */
const PAGE_KEY_MS = 1_500;

/** Listens to the keys that work on every page. */
export function useShortcuts(): void {
  const router = useRouter();

  useEffect(() => {
    let pressedGAt = Number.NEGATIVE_INFINITY;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      const afterG = event.timeStamp - pressedGAt < PAGE_KEY_MS;
      pressedGAt = Number.NEGATIVE_INFINITY;
      const { key, ctrlKey, metaKey, altKey } = event;
      const action = resolveShortcut({
        ...{ key, ctrlKey, metaKey, altKey, afterG },
        typing: isTextField(event.target),
        inDialog:
          document.querySelector('dialog[open], [role="dialog"][aria-modal="true"]') !== null,
      });
      if (action === null) return;
      event.preventDefault();
      if (action.kind === 'await-page') pressedGAt = event.timeStamp;
      else if (action.kind === 'open') openOverlay(action.overlay);
      else router.push(action.page.href);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [router]);
}

const TEXT_FIELDS =
  'input:not([type="radio"], [type="checkbox"]), textarea, select, [contenteditable]';

function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TEXT_FIELDS) !== null;
}
