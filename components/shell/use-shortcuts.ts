import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { openOverlay } from '#lib/stores/overlay-store.ts';
import { keyPlace } from './key-place.ts';
import { PAGE_KEY_MS, resolveShortcut } from './resolve-shortcut.ts';

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
        ...keyPlace(event.target),
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
