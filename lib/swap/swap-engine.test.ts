import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Pool } from '#lib/domain/amm/pool.ts';
import { LUX } from '#lib/domain/currency.ts';
import { LUSD, WLUX } from '#scripts/testing/sample-swap.ts';
import { SwapEngine } from './swap-engine.ts';
import { IDLE } from './swap-progress.ts';
import type { SwapSessionState } from './swap-session-state.ts';
import { DEFAULT_SETTINGS } from './swap-state.ts';

const SOMETHING = '0x00000000000000000000000000000000000000a1';

/** A pool that cannot be worked with, as no chain can have it. */
const impossible: Pool = {
  kind: 'v2',
  address: SOMETHING,
  token0: WLUX.address,
  token1: LUSD.address,
  feePpm: 3_000,
  reserve0: 1n,
  get reserve1(): bigint {
    throw new RangeError('no such reserve');
  },
};

function engine(tokens = () => [WLUX, LUSD]) {
  const store = createStore<SwapSessionState>(() => ({
    inputs: { pay: LUX, receive: LUSD, exact: 'pay', text: '1' },
    settings: DEFAULT_SETTINGS,
    acknowledgement: '',
    imported: [],
    unlisted: [],
    owner: null,
    link: { kind: 'connecting' },
    view: null,
    answeredMs: null,
    quote: { kind: 'loading' },
    progress: IDLE,
    reviewed: null,
    records: [],
  }));
  const made = new SwapEngine({
    surroundings: {
      chainId: 1337,
      networkTitle: 'Local',
      // Nothing listens there.
      rpcUrl: 'http://127.0.0.1:1',
      deployment: {
        multicall3: SOMETHING,
        swapRouter02: SOMETHING,
        wlux: WLUX,
        v2Factory: SOMETHING,
        v3Factory: SOMETHING,
      },
      get tokens() {
        return tokens();
      },
      signer: () => Promise.reject(new Error('no wallet')),
      codeOf: () => 'wallet/failed',
    },
    store,
    dispatch: () => undefined,
    onSent: () => undefined,
    onChanged: () => undefined,
  });
  return { engine: made, store };
}

describe('a swap engine', () => {
  it('says that the chain does not answer when it does not', async () => {
    const { engine: silent, store } = engine();
    await silent.refresh();
    expect(store.getState().link).toMatchObject({ kind: 'down', code: 'chain/unreachable' });
  });

  it('tells a mistake of its own from a chain that is away', async () => {
    const { engine: broken, store } = engine(() => {
      throw new TypeError('a mistake');
    });
    await broken.refresh();
    expect(store.getState().link).toMatchObject({ kind: 'down', code: 'swap/internal' });
  });

  it('says that the chain answers oddly when its pools cannot be', () => {
    const { engine: puzzled, store } = engine();
    const hash = `0x${'1'.repeat(64)}` as const;
    const block = { number: 1n, hash, parentHash: hash, timestamp: 1n, baseFeeWei: 0n };
    const snapshot = { block, refs: [], pools: [impossible] };
    store.setState({ view: { snapshot, gasPrice: 0n, holdings: null }, answeredMs: 5 });
    puzzled.requote();
    expect(store.getState()).toMatchObject({
      link: { kind: 'down', lastAnswerMs: 5, code: 'chain/unexpected-answer' },
      quote: { kind: 'loading' },
    });
  });
});
