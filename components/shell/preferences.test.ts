import { describe, expect, it } from 'vitest';
import { parsePreferences } from './preferences.ts';

describe('parsePreferences', () => {
  it('is dark, with green and red, unless something else was chosen', () => {
    const defaults = { theme: 'dark', priceColors: 'green-red' };
    expect(parsePreferences({ theme: undefined, priceColors: undefined })).toEqual(defaults);
    expect(parsePreferences({ theme: '"><script>', priceColors: 'pink' })).toEqual(defaults);
  });

  it('takes what was chosen', () => {
    const chosen = { theme: 'light', priceColors: 'blue-orange' };
    expect(parsePreferences(chosen)).toEqual(chosen);
  });
});
