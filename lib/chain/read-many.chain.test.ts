import { numberToHex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '#lib/domain/address.ts';
import { scriptedContract } from '#scripts/testing/scripted-contract.ts';
import { type SwapChain, swapChain } from '#scripts/testing/swap-chain.ts';
import { contractRead } from './contract-read.ts';
import { createChainClient } from './create-chain-client.ts';
import { readBlock } from './read-block.ts';
import { readMany, tryReadMany } from './read-many.ts';
import { erc20Abi } from './token-abis.ts';

const BURNING: Address = '0x00000000000000000000000000000000bad00003';

let exchange: SwapChain;

beforeAll(async () => {
  exchange = await swapChain();
  const burn = scriptedContract({ 'totalSupply()': { kind: 'burn' } });
  await exchange.rpc('anvil_setCode', [BURNING, burn]);
});

afterAll(async () => {
  await exchange.chain.stop();
});

const supplyOf = (address: Address) =>
  contractRead({ address, abi: erc20Abi, functionName: 'totalSupply', args: [] });
const decimalsOf = (address: Address) =>
  contractRead({ address, abi: erc20Abi, functionName: 'decimals', args: [] });

describe('many reads', () => {
  test('come back in order, each with its own type', async () => {
    const { lusd, leth } = exchange.tokens;
    const [six, supply, eighteen] = await readMany(exchange.context, [
      decimalsOf(lusd.address),
      supplyOf(lusd.address),
      decimalsOf(leth.address),
    ]);
    expect([six, eighteen]).toEqual([6, 18]);
    expect(supply).toBeGreaterThan(0n);
  });

  test('more than fit into one request, or none at all, come back whole', async () => {
    const { lusd } = exchange.tokens;
    const reads = Array.from({ length: 1_203 }, () => decimalsOf(lusd.address));
    const answers = await readMany(exchange.context, reads);
    expect(answers).toHaveLength(1_203);
    expect(new Set(answers)).toEqual(new Set([6]));
    expect(await readMany(exchange.context, [])).toEqual([]);
  });

  test('name the block they read, also one of the past', async () => {
    const { lusd } = exchange.tokens;
    const block = await readBlock(exchange.client);
    await exchange.rpc('anvil_setCode', [lusd.address, '0x']);
    await exchange.rpc('anvil_mine', ['0x1']);
    const then = { ...exchange.context, blockHash: block.parentHash };
    expect(await readMany(then, [decimalsOf(lusd.address)])).toEqual([6]);
    await expect(readMany(exchange.context, [decimalsOf(lusd.address)])).rejects.toMatchObject({
      code: 'chain/unexpected-answer',
    });
    await exchange.rpc('anvil_reorg', [2, []]);
  });

  test('do not let one contract burn the gas of the others', async () => {
    const { leth } = exchange.tokens;
    const reads = [
      supplyOf(BURNING),
      decimalsOf(leth.address),
      supplyOf(BURNING),
      supplyOf(BURNING),
    ];
    const answers = await tryReadMany(exchange.context, [...reads, decimalsOf(leth.address)]);
    expect(answers).toEqual([null, 18, null, null, 18]);
  });
});

describe('what cannot be read has a code', () => {
  test('a contract that reverts or answers something else', async () => {
    const { context } = exchange;
    const strange = decimalsOf(exchange.contract('v2Factory'));
    await expect(readMany(context, [strange])).rejects.toMatchObject({
      code: 'chain/unexpected-answer',
    });
    expect(await tryReadMany(context, [strange])).toEqual([null]);
  });

  test('a Multicall3 that is not there', async () => {
    const nowhere = { ...exchange.context, multicall3: exchange.user.address };
    await expect(
      readMany(nowhere, [decimalsOf(exchange.tokens.leth.address)]),
    ).rejects.toMatchObject({ code: 'chain/contract-missing' });
  });

  test('a block that is not in the chain', async () => {
    const lost = { ...exchange.context, blockHash: numberToHex(5, { size: 32 }) };
    await expect(readMany(lost, [decimalsOf(exchange.tokens.leth.address)])).rejects.toMatchObject({
      code: 'chain/reorganized',
    });
    await expect(readBlock(exchange.client, 10n ** 9n)).rejects.toMatchObject({
      code: 'chain/reorganized',
    });
  });

  test('a node that does not answer', async () => {
    const client = createChainClient({ chainId: 1337, name: 'away', rpcUrl: 'http://127.0.0.1:9' });
    const away = { ...exchange.context, client };
    await expect(readMany(away, [decimalsOf(exchange.tokens.leth.address)])).rejects.toMatchObject({
      code: 'chain/unreachable',
    });
  });
});
