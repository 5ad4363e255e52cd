import { describe, expect, it } from 'vitest';
import { StoreTurns } from './store-turns.ts';

const BEHIND = 20_000;

function watched() {
  const told: number[] = [];
  let time = 0;
  const turns = new StoreTurns({ has: (work) => told.push(work) }, () => time);
  const write = async (rows: number, tookMs = 1) =>
    await turns.write(rows, async () => {
      time += tookMs;
      await Promise.resolve();
    });
  return { turns, told, write };
}

describe('the share of the processor that the store takes', () => {
  it('is a whole one until nobody waits for the start any more', async () => {
    const { turns, told, write } = watched();
    for (let batch = 0; batch < 1_000; batch += 1) await write(3);
    expect(new Set(told)).toEqual(new Set([BEHIND]));
    turns.stepAside();
    await write(3);
    expect(told.at(-1)).toBe(3);
  });

  it('is a whole one for whoever asks, and for a while after', async () => {
    const { turns, told, write } = watched();
    turns.stepAside();
    await write(7);
    turns.asked();
    expect(told).toEqual([7, BEHIND]);
    for (let batch = 0; batch < 8; batch += 1) await write(7);
    expect(told.at(-1)).toBe(BEHIND);
    await write(7);
    expect(told.at(-1)).toBe(7);
  });

  it('is taken back when a batch was kept waiting by others', async () => {
    const { turns, told, write } = watched();
    turns.stepAside();
    await write(7, 5_001);
    expect(told).toEqual([7, BEHIND]);
    await write(7);
    expect(told).toEqual([7, BEHIND, BEHIND]);
  });
});
