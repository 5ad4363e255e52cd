import { describe, expect, it } from 'vitest';
import { CorePort } from './core-port.ts';
import { EngineState } from './engine/index.ts';
import type { ReleasedCommands } from './sequencer/index.ts';

/** A sequencer of which a test decides what is taken, released and stopped. */
function scripted() {
  const listeners = new Set<(released: ReleasedCommands) => void>();
  const sequencer = {
    lastSeq: 5,
    releasedSeq: 5,
    stopReason: null as { code: string; detail: string } | null,
    execute: () => Promise.reject(new Error('nothing is executed here')),
    onReleased(listener: (released: ReleasedCommands) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const release = (lastSeq: number) => {
    const firstSeq = sequencer.releasedSeq + 1;
    sequencer.releasedSeq = lastSeq;
    const released = {
      firstSeq,
      lastSeq,
      timeOf: () => 0,
      eventsOf: () => [],
      commandOf: () => null,
    };
    for (const listener of listeners) listener(released);
  };
  const state = new EngineState();
  const opened = { sequencer, state };
  return { sequencer, release, state, opened };
}

describe('the way to the engine', () => {
  it('refuses with a code while the engine recovers', async () => {
    const port = new CorePort();
    expect(port.seq()).toBe(0);
    await expect(port.read((state) => state.seq)).rejects.toMatchObject({
      code: 'sequencer/not-accepting',
      facts: { reason: 'recovering' },
    });
  });

  it('answers a read at once when everything is durable', async () => {
    const port = new CorePort();
    const { opened } = scripted();
    port.open(opened);
    await expect(port.read((state) => state.tradeCount)).resolves.toEqual({ value: 0, seq: 5 });
  });

  it('keeps a read back until what it saw is durable, in order', async () => {
    const port = new CorePort();
    const { opened, sequencer, release } = scripted();
    port.open(opened);
    const answers: number[] = [];
    const ask = () => port.read(() => null).then(({ seq }) => answers.push(seq));
    sequencer.lastSeq = 6;
    const first = ask();
    sequencer.lastSeq = 8;
    const second = ask();
    release(5);
    await Promise.resolve();
    expect(answers).toEqual([]);
    release(7);
    await first;
    expect(answers).toEqual([6]);
    release(8);
    await second;
    expect(answers).toEqual([6, 8]);
  });

  it('gives up reads that may never become durable, and takes no new ones', async () => {
    const port = new CorePort();
    const { opened, sequencer } = scripted();
    port.open(opened);
    sequencer.lastSeq = 6;
    const read = port.read(() => null);
    sequencer.stopReason = { code: 'journal/disk-full', detail: 'full' };
    port.stopped();
    const unknown = {
      code: 'sequencer/outcome-unknown',
      facts: { reason: 'journal/disk-full' },
    };
    await expect(read).rejects.toMatchObject(unknown);
    await expect(port.read(() => null)).rejects.toMatchObject(unknown);
  });

  it('shows at once what is not durable yet, but nothing that may never be', () => {
    const port = new CorePort();
    const { opened, sequencer } = scripted();
    const glance = () => port.glance((state) => state.tradeCount);
    expect(glance).toThrow(expect.objectContaining({ code: 'sequencer/not-accepting' }));
    port.open(opened);
    sequencer.lastSeq = 6;
    expect(glance()).toBe(0);
    sequencer.stopReason = { code: 'journal/disk-full', detail: 'full' };
    expect(glance).toThrow(expect.objectContaining({ code: 'sequencer/outcome-unknown' }));
    sequencer.releasedSeq = 6;
    expect(glance()).toBe(0);
  });

  it('refuses a command with a code while the engine recovers', async () => {
    const command = { kind: 'cancel-all', account: 1, market: 0 } as const;
    await expect(new CorePort().execute(command)).rejects.toMatchObject({
      code: 'sequencer/not-accepting',
    });
  });

  it('passes on what is released until told to stop', () => {
    const port = new CorePort();
    const { opened, release } = scripted();
    const heard: number[] = [];
    const end = port.onReleased(({ lastSeq }) => heard.push(lastSeq));
    port.open(opened);
    release(6);
    expect(port.seq()).toBe(6);
    end();
    release(7);
    expect(heard).toEqual([6]);
  });
});
