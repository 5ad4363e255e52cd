import { describe, expect, it } from 'vitest';
import { addressCommands } from './address-commands.ts';

const ADDRESS = '0x52c84043cd9c865236f11d9fc9f56aa003c1f922';
const WLUX = {
  kind: 'token',
  address: ADDRESS,
  symbol: 'WLUX',
  name: 'Wrapped LUX',
  decimals: 18,
  permit: false,
} as const;

function commandsFor(query: string, explorerUrl: string | null = 'https://explore.example') {
  const done: string[] = [];
  const note = (what: string) => (argument: string) => done.push(`${what} ${argument}`);
  const actions = { go: note('go'), copy: note('copy'), openTab: note('open') };
  const commands = addressCommands(query, { config: { tokens: [WLUX], explorerUrl }, actions });
  return { commands, done };
}

describe('addressCommands', () => {
  it('offers nothing for what is no address', () => {
    expect(commandsFor('0x1234').commands).toEqual([]);
    expect(commandsFor('wlux').commands).toEqual([]);
  });

  it('swaps to it, opens it in the explorer, copies it', () => {
    const { commands, done } = commandsFor(` ${ADDRESS} `);
    for (const command of commands) command.run();
    expect(done).toEqual([
      `go /swap?to=${ADDRESS}`,
      `open https://explore.example/address/${ADDRESS}`,
      `copy ${ADDRESS}`,
    ]);
  });

  it('names a listed token whatever the letter case', () => {
    const upper = `0x${ADDRESS.slice(2).toUpperCase()}`;
    expect(commandsFor(upper).commands[0]?.label).toBe('Swap to WLUX');
    const other = `0x${'1'.repeat(40)}`;
    expect(commandsFor(other).commands[0]?.label).toBe('Swap to the token at this address');
  });

  it('leaves out the explorer where there is none', () => {
    const ids = commandsFor(ADDRESS, null).commands.map(({ id }) => id);
    expect(ids).toEqual(['address-swap', 'address-copy']);
  });
});
