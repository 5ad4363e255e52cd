'use client';

import { IconButton } from '#components/ui/icon-button.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { SettingsPanel } from './settings-panel.tsx';

/** Opens the settings of how the application looks. */
export function SettingsMenu() {
  return (
    <Popover
      label="Settings"
      trigger={(attributes) => <IconButton icon="settings" label="Settings" {...attributes} />}
      className="w-72"
    >
      {(close) => <SettingsPanel onClose={close} />}
    </Popover>
  );
}
