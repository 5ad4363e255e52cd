import { describe, expect, it } from 'vitest';
import { sidecarPart } from './sidecar-part.ts';
import { readStartSettings } from './start-settings.ts';

function environmentOf(env: Readonly<Record<string, string>>) {
  const part = sidecarPart({ settings: readStartSettings(env), root: '/anywhere' });
  return part.spec().env;
}

describe('sidecarPart', () => {
  it('keeps compiled code where everything else is kept', () => {
    const env = environmentOf({ DATA_DIR: '/kept/here' });
    expect(env.NODE_COMPILE_CACHE).toBe('/kept/here/compiled');
  });

  it('leaves compiled code where it was told to be kept', () => {
    const env = environmentOf({ DATA_DIR: '/kept/here', NODE_COMPILE_CACHE: '/elsewhere' });
    expect(env.NODE_COMPILE_CACHE).toBe('/elsewhere');
  });
});
