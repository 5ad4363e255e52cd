'use client';

import { type ReactNode, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { openOverlay } from '#lib/stores/overlay-store.ts';
import { currentPreferences, type Preferences, setPreferences } from './preferences.ts';

const THEMES = [
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
] as const;

const PRICE_COLORS = [
  { value: 'green-red', label: 'Green · red' },
  { value: 'blue-orange', label: 'Blue · orange' },
] as const;

/** Theme, price colours, and the way to the list of keys. */
export function SettingsPanel({ onClose }: { readonly onClose: () => void }) {
  const [preferences, setShown] = useState(currentPreferences);
  const change = (changed: Partial<Preferences>) => {
    setShown({ ...preferences, ...changed });
    void setPreferences(changed);
  };

  return (
    <div className="flex flex-col gap-4 p-4">
      <Setting title="Theme">
        <Segmented
          label="Theme"
          options={THEMES}
          value={preferences.theme}
          onChange={(theme) => change({ theme })}
        />
      </Setting>
      <Setting title="Price colours">
        <Segmented
          label="Price colours"
          options={PRICE_COLORS}
          value={preferences.priceColors}
          onChange={(priceColors) => change({ priceColors })}
        />
      </Setting>
      <Button
        size="small"
        onClick={() => {
          onClose();
          openOverlay('shortcuts');
        }}
      >
        Keyboard shortcuts
      </Button>
    </div>
  );
}

function Setting({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-12 text-secondary">{title}</p>
      {children}
    </div>
  );
}
