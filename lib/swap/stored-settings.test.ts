import { describe, expect, it } from 'vitest';
import { readSettings, writeSettings } from './stored-settings.ts';
import { DEFAULT_SETTINGS, type SwapSettings } from './swap-state.ts';

function storage(initial: string | null = null) {
  let kept = initial;
  return {
    getItem: () => kept,
    setItem: (_: string, value: string) => {
      kept = value;
    },
  };
}

describe('swap settings', () => {
  it('are the default ones until something is kept', () => {
    expect(readSettings(storage())).toBe(DEFAULT_SETTINGS);
  });

  it('read back as written, but a high slippage has to be accepted anew', () => {
    const kept = storage();
    const settings: SwapSettings = {
      slippage: { mode: 'custom', text: '12' },
      highSlippageAccepted: true,
      deadlineMinutes: 45,
      approval: 'exact',
    };
    writeSettings(kept, settings);
    expect(readSettings(kept)).toEqual({ ...settings, highSlippageAccepted: false });
  });

  it.each([
    '{',
    '[]',
    '{"slippage":{"mode":"auto"}}',
    '{"slippage":{"mode":"auto"},"deadlineMinutes":0,"approval":"exact"}',
    '{"slippage":{"mode":"auto"},"deadlineMinutes":20,"approval":"all"}',
  ])('are the default ones when %j is kept', (text) => {
    expect(readSettings(storage(text))).toBe(DEFAULT_SETTINGS);
  });
});
