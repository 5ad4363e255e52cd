import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScriptedBlocks } from '#scripts/testing/scripted-blocks.ts';
import { followHead, type HeadHistory, InconsistentChainError } from './head-history.ts';

const FINALITY = 8;

async function seen(chain: ScriptedBlocks): Promise<HeadHistory> {
  return (await follow(chain, [])).history;
}

async function follow(chain: ScriptedBlocks, history: HeadHistory) {
  return await followHead({ reader: chain, history, finality: FINALITY });
}

describe('followHead', () => {
  it('begins with the head alone', async () => {
    const chain = new ScriptedBlocks('g');
    chain.mine(5);
    const change = await follow(chain, []);
    expect(change).toEqual({
      head: chain.head(),
      blocks: [chain.head()],
      history: [{ number: 5, hash: chain.head().hash }],
      reorganisation: null,
    });
  });

  it('reports nothing new while the head is the same', async () => {
    const chain = new ScriptedBlocks('g');
    const history = await seen(chain);
    expect(await follow(chain, history)).toEqual({
      head: chain.head(),
      blocks: [],
      history,
      reorganisation: null,
    });
  });

  it('tells every block that was added, oldest first, and asks for no more than it needs', async () => {
    const chain = new ScriptedBlocks('g');
    const history = await seen(chain);
    chain.mine(1);
    chain.calls = 0;
    const one = await follow(chain, history);
    expect(one.blocks.map(({ number }) => number)).toEqual([1]);
    expect(chain.calls).toBe(1);
    chain.mine(3);
    const three = await follow(chain, one.history);
    expect(three.blocks.map(({ number }) => number)).toEqual([2, 3, 4]);
    expect(three.history.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4]);
    expect(three.reorganisation).toBeNull();
  });

  it('catches up after a long absence with the newest blocks only', async () => {
    const chain = new ScriptedBlocks('g');
    const history = await seen(chain);
    chain.mine(10_000);
    chain.calls = 0;
    const change = await follow(chain, history);
    expect(change.blocks.map(({ number }) => number)).toEqual([
      9_992, 9_993, 9_994, 9_995, 9_996, 9_997, 9_998, 9_999, 10_000,
    ]);
    expect(change.reorganisation).toBeNull();
    expect(chain.calls).toBeLessThan(15);
  });

  it('recognises blocks that were replaced', async () => {
    const chain = new ScriptedBlocks('g');
    let history = await seen(chain);
    chain.mine(6);
    ({ history } = await follow(chain, history));
    const from = history.at(-1);
    chain.lose(3);
    chain.mine(5, 'other');
    const change = await follow(chain, history);
    expect(change.reorganisation).toEqual({
      from,
      to: { number: 8, hash: chain.head().hash },
      ancestor: history[3],
      depth: 3,
      beyondFinality: false,
    });
    expect(change.blocks.map(({ number }) => number)).toEqual([4, 5, 6, 7, 8]);
    expect(change.history.map(({ hash }) => hash)).toEqual([
      ...history.slice(0, 4).map(({ hash }) => hash),
      ...change.blocks.map(({ hash }) => hash),
    ]);
  });

  it('recognises a chain that went back', async () => {
    const chain = new ScriptedBlocks('g');
    let history = await seen(chain);
    chain.mine(6);
    ({ history } = await follow(chain, history));
    chain.lose(2);
    const change = await follow(chain, history);
    expect(change.reorganisation).toMatchObject({ depth: 2, beyondFinality: false });
    expect(change.blocks).toEqual([]);
    expect(change.head.number).toBe(4);
    expect(change.history.at(-1)).toEqual({ number: 4, hash: chain.head().hash });
  });

  it.each([
    [FINALITY, false],
    [FINALITY + 1, true],
  ])(
    'takes a reorganisation of %d blocks for beyond finality: %s',
    async (depth, beyondFinality) => {
      const chain = new ScriptedBlocks('g');
      chain.mine(20);
      let history = await seen(chain);
      for (const mined of [2, FINALITY]) {
        chain.mine(mined);
        ({ history } = await follow(chain, history));
      }
      chain.lose(depth);
      chain.mine(depth + 1, 'other');
      const { reorganisation } = await follow(chain, history);
      expect(reorganisation).toMatchObject({ depth, beyondFinality });
    },
  );

  it('takes a chain that has nothing in common for beyond finality', async () => {
    const chain = new ScriptedBlocks('g');
    chain.mine(3);
    const history = await seen(chain);
    const another = new ScriptedBlocks('another');
    another.mine(1);
    const change = await follow(another, history);
    expect(change.reorganisation).toMatchObject({ ancestor: null, beyondFinality: true });
    expect(change.history.map(({ number }) => number)).toEqual([0, 1]);
  });

  it('asks again when the chain changes while it is read', async () => {
    const chain = new ScriptedBlocks('g');
    const history = await seen(chain);
    chain.mine(4);
    const changing = {
      latestBlock: () => chain.latestBlock(),
      blockByNumber: async (number: number) => {
        const block = await chain.blockByNumber(number);
        chain.lose(1);
        chain.mine(1, `fork ${chain.calls}`);
        return block === null ? null : { ...block, hash: `0x${'9'.repeat(64)}` as const };
      },
    };
    await expect(followHead({ reader: changing, history, finality: FINALITY })).rejects.toThrow(
      InconsistentChainError,
    );
  });

  it('always ends at the head with a chain of parents, whatever happened in between', async () => {
    const step = fc.record({
      lost: fc.nat(FINALITY),
      mined: fc.integer({ min: 0, max: 12 }),
      fork: fc.string({ maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        const chain = new ScriptedBlocks('g');
        chain.mine(20);
        let history = await seen(chain);
        for (const { lost, mined, fork } of steps) {
          const before = history.at(-1);
          chain.lose(Math.min(lost, chain.head().number));
          chain.mine(mined, fork);
          const change = await follow(chain, history);
          ({ history } = change);
          expect(history.at(-1)).toEqual({ number: chain.head().number, hash: chain.head().hash });
          for (const ref of history) {
            expect((await chain.blockByNumber(ref.number))?.hash).toBe(ref.hash);
          }
          const kept = await chain.blockByNumber(before?.number ?? 0);
          expect(change.reorganisation === null).toBe(kept?.hash === before?.hash);
        }
      }),
      { numRuns: 100 },
    );
  });
});
