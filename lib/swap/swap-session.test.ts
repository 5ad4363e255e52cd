import { describe, expect, it, vi } from 'vitest';
import { LUX } from '#lib/domain/currency.ts';
import { LETH, LUSD, sampleRecord, sampleRoute, WLUX } from '#scripts/testing/sample-swap.ts';
import { storedSwaps } from './stored-swaps.ts';
import { storedTokens } from './stored-tokens.ts';
import type { SwapEngineOptions } from './swap-engine.ts';
import { planSwap } from './swap-plan.ts';
import type { SwapRecord } from './swap-record.ts';
import { SwapSession } from './swap-session.ts';

const ME = '0x00000000000000000000000000000000000000a1';
const plan = planSwap({
  route: sampleRoute,
  slippagePpm: 5_000,
  deadlineMinutes: 20,
  approval: 'permit',
  allowance: 0n,
});

function memoryStorage(): Storage {
  const kept = new Map<string, string>();
  return {
    length: 0,
    clear: () => kept.clear(),
    getItem: (key) => kept.get(key) ?? null,
    key: () => null,
    removeItem: (key) => void kept.delete(key),
    setItem: (key, value) => void kept.set(key, value),
  };
}

/** A session whose engine does nothing by itself; `told` is what it would show in toasts. */
async function session(storage = memoryStorage(), unlisted: SwapSessionUnlisted = []) {
  const told: SwapRecord[] = [];
  const ended = vi.fn();
  const engine = { refresh: vi.fn(), requote: vi.fn(), execute: vi.fn(), approve: vi.fn() };
  const loaded = vi.fn((_options: SwapEngineOptions) => Promise.resolve(engine));
  const made = new SwapSession({
    surroundings: {
      chainId: 1337,
      networkTitle: 'Local',
      rpcUrl: 'http://127.0.0.1:1',
      deployment: { multicall3: ME, swapRouter02: ME, wlux: WLUX, v2Factory: ME, v3Factory: ME },
      tokens: [WLUX, LUSD],
      signer: () => Promise.reject(new Error('no wallet')),
      codeOf: () => 'wallet/failed',
    },
    inputs: { pay: LUX, receive: LUSD, exact: 'pay', text: '' },
    unlisted,
    loadEngine: loaded,
    repeat: (act) => {
      void act();
      return ended;
    },
    onRecord: (record) => told.push(record),
  });
  const stop = made.start(storage);
  await vi.waitFor(() => expect(engine.refresh).toHaveBeenCalled());
  const options = loaded.mock.calls[0]?.[0];
  if (options === undefined) throw new Error('the engine was loaded');
  const state = () => made.store.getState();
  return { session: made, told, engine, options, state, storage, stop, ended };
}

type SwapSessionUnlisted = ConstructorParameters<typeof SwapSession>[0]['unlisted'];

describe('a swap session', () => {
  it('takes up what the browser remembers', async () => {
    const storage = memoryStorage();
    storedTokens(1337).write(storage, [LETH]);
    storedSwaps(1337).write(storage, [sampleRecord]);
    const { state } = await session(storage);
    expect(state()).toMatchObject({ imported: [LETH], records: [sampleRecord] });
  });

  it('chooses a token of the link that was imported before, and offers the others', async () => {
    const storage = memoryStorage();
    storedTokens(1337).write(storage, [LETH]);
    const unknown = { side: 'pay', address: ME } as const;
    const { state, session: made } = await session(storage, [
      { side: 'receive', address: LETH.address },
      unknown,
    ]);
    expect(state()).toMatchObject({ inputs: { receive: LETH }, unlisted: [unknown] });
    made.dropUnlisted();
    expect(state().unlisted).toEqual([]);
  });

  it('quotes anew for what is typed, and forgets an acknowledgement', async () => {
    const { session: made, engine, state } = await session();
    made.setAcknowledgement('swap anyway');
    made.setInputs({ pay: LUX, receive: LUSD, exact: 'pay', text: '1' });
    expect(engine.requote).toHaveBeenCalledTimes(1);
    expect(state().acknowledgement).toBe('');
  });

  it('imports a token once', async () => {
    const { session: made, state, storage } = await session();
    made.importToken(LETH);
    made.importToken({ ...LETH, address: `0x${LETH.address.slice(2).toUpperCase()}` });
    expect(state().imported).toEqual([LETH]);
    expect(storedTokens(1337).read(storage)).toEqual([LETH]);
  });

  it('shows a sent swap in its dialog, and elsewhere once that is put away', async () => {
    const { session: made, options, told, state } = await session();
    made.setOwner(ME);
    made.review(plan);
    await made.confirm();
    options.onSent(sampleRecord);
    options.dispatch({ type: 'sent', hash: sampleRecord.transaction.hash });
    expect(told).toEqual([]);
    made.dismiss();
    expect(told).toEqual([sampleRecord]);
    expect(state()).toMatchObject({ progress: { stage: 'idle' }, reviewed: null });
  });

  it('tells of a swap that the wallet sent after its dialog was put away', async () => {
    const { session: made, options, told, storage } = await session();
    made.setOwner(ME);
    made.review(plan);
    await made.confirm();
    made.dismiss();
    options.onSent(sampleRecord);
    expect(told).toEqual([sampleRecord]);
    expect(storedSwaps(1337).read(storage)).toEqual([sampleRecord]);
  });

  it('keeps what another tab has sent meanwhile', async () => {
    const { options, storage, state } = await session();
    const other: SwapRecord = {
      ...sampleRecord,
      id: `0x${'b'.repeat(64)}`,
      transaction: { ...sampleRecord.transaction, sentAtMs: 1 },
    };
    storedSwaps(1337).write(storage, [other]);
    options.onSent(sampleRecord);
    expect(state().records).toEqual([sampleRecord, other]);
    expect(storedSwaps(1337).read(storage)).toEqual([sampleRecord, other]);
  });

  it.each([
    ['it is disconnected', null, 'wallet/disconnected', 'wallet/disconnected'],
    ['it is on another network', null, 'wallet/wrong-network', 'wallet/wrong-network'],
    ['its account changed', WLUX.address, 'wallet/disconnected', 'wallet/account-changed'],
  ] as const)(
    'gives up on a wallet that has not answered when %s',
    async (_, owner, absence, code) => {
      const { session: made, state } = await session();
      made.setOwner(ME);
      made.review(plan);
      await made.confirm();
      expect(state().progress.stage).toBe('simulating');
      made.setOwner(owner, absence);
      expect(state().progress).toMatchObject({ stage: 'failed', code });
    },
  );

  it('stops reading the chain when its page is left, but not before a sent swap is in a block', async () => {
    const idle = await session();
    idle.stop();
    expect(idle.ended).toHaveBeenCalledTimes(1);

    const waiting = await session();
    waiting.options.onSent(sampleRecord);
    waiting.stop();
    expect(waiting.ended).not.toHaveBeenCalled();
  });

  it('lets a sent swap go on without its wallet', async () => {
    const { session: made, options, state } = await session();
    made.setOwner(ME);
    options.dispatch({ type: 'sent', hash: sampleRecord.transaction.hash });
    made.setOwner(null);
    expect(state().progress.stage).toBe('pending');
  });
});
