import { describe, expect, it } from 'vitest';
import { ProtocolError } from '#lib/protocol/protocol-error.ts';
import { TickKeeper } from './tick-keeper.ts';

describe('the tick keeper', () => {
  it('submits a tick a round', () => {
    const kinds: string[] = [];
    const keeper = new TickKeeper(({ kind }) => kinds.push(kind));
    keeper.round();
    keeper.round();
    expect(kinds).toEqual(['tick', 'tick']);
  });

  it('waits for the next round while nothing is accepted', () => {
    const keeper = new TickKeeper(() => {
      throw new ProtocolError('sequencer/not-accepting');
    });
    expect(() => keeper.round()).not.toThrow();
  });

  it('hides no other failure', () => {
    const keeper = new TickKeeper(() => {
      throw new Error('broken');
    });
    expect(() => keeper.round()).toThrow('broken');
  });
});
