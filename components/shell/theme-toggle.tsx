'use client';

import { IconButton } from '#components/ui/icon-button.tsx';
import { otherTheme, setPreferences } from './preferences.ts';

/** Changes between dark and light; the style sheet decides which of the two icons is seen. */
export function ThemeToggle() {
  const change = () => void setPreferences({ theme: otherTheme() });
  return (
    <>
      <IconButton
        icon="sun"
        label="Use the light theme"
        className="[[data-theme=light]_&]:hidden"
        onClick={change}
      />
      <IconButton
        icon="moon"
        label="Use the dark theme"
        className="[[data-theme=dark]_&]:hidden"
        onClick={change}
      />
    </>
  );
}
