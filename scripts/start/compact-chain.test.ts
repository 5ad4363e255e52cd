import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { compactChain } from './compact-chain.ts';

const block = (number: number) => ({ header: { number: `0x${number.toString(16)}` }, extra: 'x' });

describe('compacting the save of a chain', () => {
  let folder = '';
  let path = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'compact-chain-'));
    path = join(folder, 'saved.json');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (state: object) => writeFileSync(path, JSON.stringify(state));
  const state = (gasLimit: number | string = 1) => ({
    accounts: { '0xab': { nonce: 3, balance: '0x5' } },
    best_block_number: 20,
    // anvil writes blocks in no order.
    blocks: [20, 3, 0, 17, 18, 5, 19].map(block),
    transactions: [
      { block_number: 3, info: { gas_limit: gasLimit } },
      { block_number: 19, info: {} },
    ],
    historical_states: null,
  });

  it('keeps the first block, the newest ones with their transactions, and every account', () => {
    write(state());
    expect(compactChain(path, 3)).toBe(3);
    const { blocks, transactions, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
    expect(blocks).toEqual([20, 0, 18, 19].map(block));
    expect(transactions).toEqual([{ block_number: 19, info: {} }]);
    expect(rest).toEqual({
      accounts: { '0xab': { nonce: 3, balance: '0x5' } },
      best_block_number: 20,
      historical_states: null,
    });
    // The end of the file is how a whole one is told from a cut one.
    expect(readFileSync(path, 'utf8')).toMatch(/"historical_states":null\}$/);
  });

  it('leaves a short chain as it is', () => {
    write(state());
    const before = readFileSync(path);
    expect(compactChain(path, 1_000)).toBe(0);
    expect(readFileSync(path)).toEqual(before);
  });

  it('does not touch a file with numbers that it could not write back exactly', () => {
    const text = JSON.stringify(state('BIG')).replace('"BIG"', '18446744073709551615');
    writeFileSync(path, text);
    expect(compactChain(path, 3)).toBe(0);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  it('refuses a file that is no state', () => {
    write({ blocks: 'none' });
    expect(() => compactChain(path, 3)).toThrow();
  });
});
