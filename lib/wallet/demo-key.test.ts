import { describe, expect, it } from 'vitest';
import { ensureDemoKey, forgetDemoKey, type KeyStorage, readDemoKey } from './demo-key.ts';

const KEY = `0x${'1f'.repeat(32)}` as const;
const OTHER = `0x${'2e'.repeat(32)}` as const;

function storage(initial: string | null = null): KeyStorage {
  let kept = initial;
  return {
    getItem: () => kept,
    setItem: (_, value) => {
      kept = value;
    },
    removeItem: () => {
      kept = null;
    },
  };
}

describe('the demo key', () => {
  it('is made once and kept', () => {
    const kept = storage();
    expect(ensureDemoKey(kept, () => KEY)).toBe(KEY);
    expect(ensureDemoKey(kept, () => OTHER)).toBe(KEY);
    expect(readDemoKey(kept)).toBe(KEY);
  });

  it('is made anew after it was forgotten', () => {
    const kept = storage(KEY);
    forgetDemoKey(kept);
    expect(readDemoKey(kept)).toBeNull();
    expect(ensureDemoKey(kept, () => OTHER)).toBe(OTHER);
  });

  it.each(['', 'null', '0x12', `${KEY}00`, KEY.toUpperCase(), '<script>'])(
    'does not take %j for a key',
    (text) => {
      expect(readDemoKey(storage(text))).toBeNull();
    },
  );

  it('is refused where it cannot be kept', () => {
    const full: KeyStorage = {
      ...storage(),
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    const forgetful: KeyStorage = { ...storage(), setItem: () => undefined };
    for (const broken of [full, forgetful]) {
      expect(() => ensureDemoKey(broken, () => KEY)).toThrow(
        expect.objectContaining({ code: 'wallet/demo-storage' }),
      );
    }
  });
});
