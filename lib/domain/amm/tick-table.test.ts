import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEE_TIERS } from '#scripts/testing/arbitrary-pools.ts';
import { MAX_TICK, MIN_TICK } from './tick-ratio.ts';
import {
  createTickTable,
  liquidityAtTick,
  type TickStop,
  type TickTable,
  tickStopAbove,
  tickStopBelow,
  updateTickTable,
} from './tick-table.ts';

/** The contract's bitmap: one 256-bit word for 256 multiples of the spacing. */
function bitmapOf(table: TickTable): Map<number, bigint> {
  const words = new Map<number, bigint>();
  for (const tick of table.indexes) {
    const compressed = tick / table.spacing;
    const word = compressed >> 8;
    words.set(word, (words.get(word) ?? 0n) | (1n << BigInt(((compressed % 256) + 256) % 256)));
  }
  return words;
}

/** `nextInitializedTickWithinOneWord` transcribed bit by bit, to compare with. */
function nextWithinOneWord(
  table: TickTable,
  at: { tick: number; lte: boolean },
): { next: number; initialised: boolean } {
  const { spacing } = table;
  let compressed = Math.trunc(at.tick / spacing);
  if (at.tick < 0 && at.tick % spacing !== 0) compressed -= 1;
  const words = bitmapOf(table);
  if (!at.lte) compressed += 1;
  const word = words.get(compressed >> 8) ?? 0n;
  const bit = ((compressed % 256) + 256) % 256;
  if (at.lte) {
    for (let below = bit; below >= 0; below -= 1) {
      if ((word >> BigInt(below)) & 1n) {
        return { next: (compressed - (bit - below)) * spacing, initialised: true };
      }
    }
    return { next: (compressed - bit) * spacing, initialised: false };
  }
  for (let above = bit; above < 256; above += 1) {
    if ((word >> BigInt(above)) & 1n) {
      return { next: (compressed + above - bit) * spacing, initialised: true };
    }
  }
  return { next: (compressed + 255 - bit) * spacing, initialised: false };
}

const tableAndTick = fc.constantFrom(...FEE_TIERS).chain(([, spacing]) =>
  fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: -1500, max: 1500 }), { maxLength: 12 }),
      fc.integer({ min: -1600 * spacing, max: 1600 * spacing }),
      fc.boolean(),
    )
    .map(([multiples, tick, onTick]) => ({
      table: createTickTable(
        spacing,
        multiples.map((multiple) => ({ index: multiple * spacing, liquidityNet: 0n })),
      ),
      tick: onTick ? (multiples[0] ?? 0) * spacing : tick,
    })),
);

function clamped(stop: { next: number; initialised: boolean }): {
  tick: number;
  initialised: boolean;
} {
  return {
    tick: Math.min(MAX_TICK, Math.max(MIN_TICK, stop.next)),
    initialised: stop.initialised,
  };
}

function seen(table: TickTable, stop: TickStop): { tick: number; initialised: boolean } {
  if (stop.position >= 0) expect(table.indexes[stop.position]).toBe(stop.tick);
  return { tick: stop.tick, initialised: stop.position >= 0 };
}

describe('the next stop', () => {
  test('downwards is what the bitmap of the contract says', () => {
    fc.assert(
      fc.property(tableAndTick, ({ table, tick }) => {
        const expected = nextWithinOneWord(table, { tick, lte: true });
        expect(seen(table, tickStopBelow(table, tick))).toEqual(clamped(expected));
      }),
      { numRuns: 1_000 },
    );
  });

  test('upwards is what the bitmap of the contract says', () => {
    fc.assert(
      fc.property(tableAndTick, ({ table, tick }) => {
        const expected = nextWithinOneWord(table, { tick, lte: false });
        expect(seen(table, tickStopAbove(table, tick))).toEqual(clamped(expected));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a table', () => {
  const ticks = [
    { index: 120, liquidityNet: -30n },
    { index: -60, liquidityNet: 10n },
    { index: 0, liquidityNet: 20n },
  ];

  test('is sorted and knows the liquidity at each tick', () => {
    const table = createTickTable(60, ticks);
    expect([...table.indexes]).toEqual([-60, 0, 120]);
    expect([-61, -60, -1, 0, 119, 120].map((tick) => liquidityAtTick(table, tick))).toEqual([
      0n,
      10n,
      10n,
      30n,
      30n,
      0n,
    ]);
  });

  test('changes, gains and loses ticks in one update', () => {
    const table = updateTickTable(
      createTickTable(60, ticks),
      new Map<number, bigint | null>([
        [-60, null],
        [0, 30n],
        [60, 0n],
      ]),
    );
    expect([...table.indexes]).toEqual([0, 60, 120]);
    expect(table.liquidityNets).toEqual([30n, 0n, -30n]);
  });

  test('refuses ticks off the spacing, out of range, repeated, or incomplete', () => {
    const refused = [
      [{ index: 30, liquidityNet: 0n }],
      [{ index: 887280, liquidityNet: 0n }],
      [
        { index: 60, liquidityNet: 0n },
        { index: 60, liquidityNet: 0n },
      ],
      [{ index: 60, liquidityNet: 5n }],
    ];
    for (const bad of refused) expect(() => createTickTable(60, bad)).toThrow(RangeError);
    expect(() => createTickTable(0, [])).toThrow(RangeError);
  });
});
