import { describe, expect, it } from 'vitest';
import { ScriptedBlocks } from '#scripts/testing/scripted-blocks.ts';
import type { KnownChain } from './head-store.ts';
import { HeadWatcher } from './head-watcher.ts';

/** A store in memory, which can be shared by a watcher and its successor. */
function memoryStore() {
  let known: KnownChain | null = null;
  let broken = false;
  return {
    load: () => Promise.resolve(known),
    save(next: KnownChain) {
      if (broken) return Promise.reject(new Error('the disk is full'));
      known = next;
      return Promise.resolve();
    },
    breakDown() {
      broken = true;
    },
  };
}

function watch(reader: ScriptedBlocks, store = memoryStore()) {
  const events: string[] = [];
  const waits: number[] = [];
  const watcher = new HeadWatcher({
    reader,
    store,
    chainId: 1337,
    finality: 4,
    pollMs: 500,
    maxBackoffMs: 4_000,
    sleep: (ms) => {
      waits.push(ms);
      if (waits.length === 8) watcher.stop();
      return Promise.resolve();
    },
  });
  watcher.listen({
    block: ({ number }) => events.push(`block ${number}`),
    reorganisation: ({ depth }) => events.push(`reorganisation of ${depth}`),
    fault: ({ kind }) => events.push(`fault ${kind}`),
    reachable: (reachable, error) => events.push(reachable ? 'up' : `down: ${error}`),
    notSaved: () => events.push('not saved'),
  });
  return { watcher, events, waits, store };
}

describe('the head watcher', () => {
  it('tells each new block once', async () => {
    const chain = new ScriptedBlocks('g');
    const { watcher, events } = watch(chain);
    await watcher.poll();
    await watcher.poll();
    chain.mine(2);
    await watcher.poll();
    expect(events).toEqual(['up', 'block 0', 'block 1', 'block 2']);
    expect(watcher.status()).toMatchObject({ reachable: true, error: null, head: { number: 2 } });
  });

  it('tells an outage and its end once each, and keeps the last block', async () => {
    const chain = new ScriptedBlocks('g');
    const { watcher, events } = watch(chain);
    await watcher.poll();
    chain.setDown(true);
    expect(await watcher.poll()).toBe(false);
    expect(await watcher.poll()).toBe(false);
    expect(watcher.status()).toMatchObject({
      reachable: false,
      error: 'connection refused',
      head: { number: 0 },
    });
    chain.setDown(false);
    chain.mine(1);
    expect(await watcher.poll()).toBe(true);
    expect(events).toEqual(['up', 'block 0', 'down: connection refused', 'up', 'block 1']);
  });

  it('asks ever more rarely while the chain does not answer', async () => {
    const chain = new ScriptedBlocks('g');
    chain.setDown(true);
    const { watcher, waits, events } = watch(chain);
    await watcher.run();
    expect(waits).toEqual([1_000, 2_000, 4_000, 4_000, 4_000, 4_000, 4_000, 4_000]);
    expect(events).toEqual(['down: connection refused']);
  });

  it('goes on after a reorganisation within finality', async () => {
    const chain = new ScriptedBlocks('g');
    const { watcher, events } = watch(chain);
    await watcher.poll();
    chain.mine(3);
    await watcher.poll();
    events.splice(0);
    chain.lose(2);
    chain.mine(3, 'other');
    await watcher.poll();
    expect(events).toEqual(['reorganisation of 2', 'block 2', 'block 3', 'block 4']);
    expect(watcher.status().fault).toBeNull();
  });

  it('tells the new head of a chain that only went back', async () => {
    const chain = new ScriptedBlocks('g');
    const { watcher, events } = watch(chain);
    await watcher.poll();
    chain.mine(3);
    await watcher.poll();
    events.splice(0);
    chain.lose(2);
    await watcher.poll();
    await watcher.poll();
    chain.mine(1, 'other');
    await watcher.poll();
    expect(events).toEqual(['reorganisation of 2', 'block 1', 'block 2']);
  });

  it('notices after a restart that blocks were lost meanwhile', async () => {
    const chain = new ScriptedBlocks('g');
    const { watcher, store } = watch(chain);
    await watcher.poll();
    chain.mine(3);
    await watcher.poll();
    chain.lose(2);
    const successor = watch(chain, store);
    await successor.watcher.poll();
    expect(successor.events).toEqual(['up', 'reorganisation of 2', 'block 1']);
    expect(successor.watcher.status().fault).toBeNull();
  });

  it('tells the head after a restart although nothing has changed', async () => {
    const chain = new ScriptedBlocks('g');
    const { watcher, store } = watch(chain);
    await watcher.poll();
    const successor = watch(chain, store);
    await successor.watcher.poll();
    expect(successor.events).toEqual(['up', 'block 0']);
  });

  it('reports a fault beyond finality, keeps it, and finds it again after a restart', async () => {
    const chain = new ScriptedBlocks('g');
    const { watcher, events, store } = watch(chain);
    for (let round = 0; round < 8; round += 1) {
      await watcher.poll();
      chain.mine(1);
    }
    await watcher.poll();
    events.splice(0);
    chain.lose(6);
    await watcher.poll();
    expect(events.slice(0, 2)).toEqual(['fault finality', 'reorganisation of 6']);
    expect(watcher.status().fault?.detail).toMatch(/gave up 6 blocks.*npm start -- --reset/);
    chain.mine(1, 'other');
    await watcher.poll();
    expect(watcher.status()).toMatchObject({ fault: { kind: 'finality' }, head: { number: 3 } });

    const successor = watch(chain, store);
    await successor.watcher.poll();
    expect(successor.watcher.status().fault).toMatchObject({ kind: 'finality' });
  });

  it('reports another genesis, at a restart and while it runs', async () => {
    const { watcher, store } = watch(new ScriptedBlocks('g'));
    await watcher.poll();
    const another = new ScriptedBlocks('another');
    another.mine(3);
    const successor = watch(another, store);
    await successor.watcher.poll();
    expect(successor.events).toContain('fault genesis');
    expect(successor.watcher.status().fault?.detail).toMatch(/genesis.*--reset/);

    const replaced = new ScriptedBlocks('first');
    const running = watch(replaced);
    await running.watcher.poll();
    replaced.lose(1);
    replaced.mine(5, 'second');
    await running.watcher.poll();
    expect(running.watcher.status().fault).toMatchObject({ kind: 'genesis' });
  });

  it('does not mind what was remembered of another chain', async () => {
    const store = memoryStore();
    const hash = `0x${'1'.repeat(64)}` as const;
    await store.save({ chainId: 96369, genesisHash: hash, blocks: [{ number: 9, hash }] });
    const { watcher, events } = watch(new ScriptedBlocks('g'), store);
    await watcher.poll();
    expect(events).toEqual(['up', 'block 0']);
  });

  it('serves on when it cannot write, and says so', async () => {
    const store = memoryStore();
    store.breakDown();
    const { watcher, events } = watch(new ScriptedBlocks('g'), store);
    expect(await watcher.poll()).toBe(true);
    expect(events).toEqual(['up', 'block 0', 'not saved']);
  });

  it('stops when a listener fails, rather than take it for an outage', async () => {
    const { watcher } = watch(new ScriptedBlocks('g'));
    watcher.listen({
      block: () => {
        throw new Error('a defect');
      },
    });
    await expect(watcher.run()).rejects.toThrow('a defect');
  });
});
