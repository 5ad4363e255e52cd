import { describe, expect, it } from 'vitest';
import type { Command } from '#server/engine/index.ts';
import { CommandBuilder } from './command-builder.ts';
import { shrinkCommands } from './shrink-commands.ts';

/** Goes wrong at a cancel of order 7 once it was placed and modified. */
function compare(commands: readonly Command[]): { readonly command: Command } | null {
  const place = commands.findIndex((one) => one.kind === 'place' && one.orderId === 7);
  const modify = commands.findIndex((one) => one.kind === 'modify' && one.orderId === 7);
  const cancel = commands.find((one) => one.kind === 'cancel' && one.orderId === 7);
  const isWrong = place >= 0 && modify > place && cancel !== undefined && cancel.seq - 1 > modify;
  return isWrong ? { command: cancel } : null;
}

describe('shrinkCommands', () => {
  it('leaves what is needed, numbered anew', () => {
    const build = new CommandBuilder();
    const noise = () => Array.from({ length: 37 }, () => build.tick());
    const commands = [
      ...noise(),
      build.place({ orderId: 7 }),
      ...noise(),
      build.modify({ orderId: 7, price: 3 }),
      ...noise(),
      build.cancel({ orderId: 7 }),
      ...noise(),
    ];
    const kept = shrinkCommands(commands, compare);
    expect(kept.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
      '1 place',
      '2 modify',
      '3 cancel',
    ]);
    expect(kept.map(({ time }) => time)).toEqual([1_037, 1_074, 1_111]);
  });

  it('keeps a list that does not fail as it is', () => {
    const build = new CommandBuilder();
    const commands = [build.tick(), build.place(), build.tick()];
    expect(shrinkCommands(commands, compare)).toEqual(commands);
  });
});
