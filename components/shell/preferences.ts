/** What a person chose about the look; kept in cookies so that the first byte already has it. */
export type Preferences = {
  readonly theme: 'dark' | 'light';
  readonly priceColors: 'green-red' | 'blue-orange';
};

/** The cookies that hold them. */
export const PREFERENCE_COOKIES: Readonly<Record<keyof Preferences, string>> = {
  theme: 'lux-theme',
  priceColors: 'lux-price-colors',
};

const YEAR_MS = 365 * 86_400_000;

/** Preferences from texts; whatever is absent or unknown is the default. */
export function parsePreferences(
  texts: Readonly<Record<keyof Preferences, string | undefined>>,
): Preferences {
  return {
    theme: texts.theme === 'light' ? 'light' : 'dark',
    priceColors: texts.priceColors === 'blue-orange' ? 'blue-orange' : 'green-red',
  };
}

/** The preferences that the page shows now. Browser only. */
export function currentPreferences(): Preferences {
  const { theme, priceColors } = document.documentElement.dataset;
  return parsePreferences({ theme, priceColors });
}

/** Applies preferences at once and remembers them for a year. Browser only. */
export async function setPreferences(preferences: Partial<Preferences>): Promise<void> {
  Object.assign(document.documentElement.dataset, preferences);
  // Browsers offer the cookie store on HTTPS and on localhost; elsewhere the choice ends with the page.
  if (!('cookieStore' in window)) return;
  const expires = Date.now() + YEAR_MS;
  const { theme, priceColors } = currentPreferences();
  await cookieStore.set({ name: PREFERENCE_COOKIES.theme, value: theme, expires });
  await cookieStore.set({ name: PREFERENCE_COOKIES.priceColors, value: priceColors, expires });
}

/** The theme that is not shown now. */
export function otherTheme(): Preferences['theme'] {
  return currentPreferences().theme === 'dark' ? 'light' : 'dark';
}
