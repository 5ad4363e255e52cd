import * as z from 'zod/mini';
import { textField } from '#lib/protocol/fields.ts';
import type { TextStorage } from './stored-list.ts';
import { DEFAULT_SETTINGS, MAX_DEADLINE_MINUTES, type SwapSettings } from './swap-state.ts';

const KEY = 'lux.swap-settings';

const settings = z.object({
  slippage: z.discriminatedUnion('mode', [
    z.object({ mode: z.literal('auto') }),
    z.object({ mode: z.literal('custom'), text: textField(20) }),
  ]),
  deadlineMinutes: z.number().check(z.int(), z.minimum(1), z.maximum(MAX_DEADLINE_MINUTES)),
  approval: z.enum(['permit', 'exact', 'unlimited']),
});

/**
 * The settings kept in this browser, or the default ones. That a high slippage was wanted is not
 * kept: it is said anew on each visit.
 */
export function readSettings(storage: TextStorage): SwapSettings {
  try {
    const kept = settings.safeParse(JSON.parse(storage.getItem(KEY) ?? 'null'));
    return kept.success ? { ...kept.data, highSlippageAccepted: false } : DEFAULT_SETTINGS;
  } catch {
    return DEFAULT_SETTINGS;
  }
}

/** Keeps the settings in this browser, where it allows that. */
export function writeSettings(
  storage: TextStorage,
  { slippage, deadlineMinutes, approval }: SwapSettings,
): void {
  try {
    storage.setItem(KEY, JSON.stringify({ slippage, deadlineMinutes, approval }));
  } catch {
    // They then last until the page is left.
  }
}
