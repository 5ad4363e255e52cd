import { describe, expect, it } from 'vitest';
import { encodeState } from './encode-state.ts';
import { EngineState } from './engine-state.ts';
import { EngineView } from './engine-view.ts';
import { warmUp } from './warm-up.ts';

describe('warmUp', () => {
  it('runs its market to the end without a broken invariant', () => {
    expect(() => warmUp(20_000)).not.toThrow();
  });

  it('leaves nothing behind: an engine afterwards is as empty as one before', () => {
    const before = encodeState(new EngineView(new EngineState()));
    warmUp(2_000);
    expect(encodeState(new EngineView(new EngineState()))).toEqual(before);
  });
});
