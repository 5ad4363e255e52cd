import { describe, expect, it } from 'vitest';
import type { Command } from './command.ts';
import { findCommands } from './find-commands.ts';

const run = () => undefined;
const commands: readonly Command[] = [
  { id: 'theme', group: 'Actions', label: 'Use the light theme', icon: 'sun', run },
  { id: 'lux', group: 'Markets', label: 'LUX/USDT', icon: 'markets', keywords: 'WLUX', run },
  { id: 'btc', group: 'Markets', label: 'BTC/USDT', icon: 'markets', run },
  { id: 'swap', group: 'Pages', label: 'Swap', icon: 'swap', run },
  { id: 'wlux', group: 'Tokens', label: 'WLUX', detail: 'Wrapped LUX', icon: 'swap', run },
];

const found = (query: string) => findCommands(commands, query).map(({ id }) => id);

describe('findCommands', () => {
  it('finds everything without a query, group by group', () => {
    expect(found('')).toEqual(['swap', 'lux', 'btc', 'wlux', 'theme']);
  });

  it('asks every word to be somewhere, in any order and letter case', () => {
    expect(found('theme LIGHT')).toEqual(['theme']);
    expect(found('usdt')).toEqual(['lux', 'btc']);
    expect(found('btc theme')).toEqual([]);
  });

  it('puts what begins with the query first within its group', () => {
    const markets = findCommands(
      [
        { id: 'has', group: 'Markets', label: 'BTC/LUX', icon: 'markets', run },
        { id: 'begins', group: 'Markets', label: 'LUX/USDT', icon: 'markets', run },
      ],
      'lux',
    );
    expect(markets.map(({ id }) => id)).toEqual(['begins', 'has']);
  });

  it('puts what is called exactly so before everything else', () => {
    expect(found(' WLUX ')).toEqual(['wlux', 'lux']);
    expect(found('lux/usdt')).toEqual(['lux']);
    expect(found('swap')).toEqual(['swap']);
  });

  it('searches details and keywords too', () => {
    expect(found('wrapped')).toEqual(['wlux']);
    expect(found('wlu')).toEqual(['lux', 'wlux']);
  });
});
