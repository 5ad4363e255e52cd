import { describe, expect, it } from 'vitest';
import type { Deployment } from '#lib/domain/network.ts';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { readExchangeEnv } from '#lib/env/exchange-env.ts';
import { ScriptedBlocks } from '#scripts/testing/scripted-blocks.ts';
import { checkNetwork } from './network-check.ts';

const env = readExchangeEnv({ NETWORK: 'local', RPC_URL: 'http://127.0.0.1:9' });
const there = `0x${'1'.repeat(40)}` as const;
const absent = `0x${'1'.repeat(36)}dead` as const;

function deployment(changes: Partial<Deployment> = {}): Deployment {
  return {
    version: 1,
    network: 'local',
    chainId: 1337,
    genesisHash: null,
    contracts: { wlux: there },
    tokens: [],
    ...changes,
  };
}

describe('checkNetwork', () => {
  it('finds everything in order', async () => {
    const reader = new ScriptedBlocks('g');
    const genesisHash = reader.head().hash;
    expect(
      await checkNetwork({ reader, env, deployment: deployment({ genesisHash }) }),
    ).toMatchObject({
      genesisHash,
      genesisMatches: true,
      missingContracts: [],
    });
  });

  it('names the contracts that lack the code they should have', async () => {
    const contracts = {
      wlux: there,
      v2Router: absent,
      quoterV2: absent,
      clearingHouse: absent,
      treasury: absent,
    };
    const reader = new ScriptedBlocks('g');
    const { missingContracts } = await checkNetwork({
      reader,
      env,
      deployment: deployment({ contracts }),
    });
    expect(missingContracts).toEqual(['v2Router', 'quoterV2', 'clearingHouse']);
  });

  it('notices another genesis block than the deployment was made on', async () => {
    const genesisHash = `0x${'2'.repeat(64)}` as const;
    const reader = new ScriptedBlocks('g');
    const check = await checkNetwork({ reader, env, deployment: deployment({ genesisHash }) });
    expect(check.genesisMatches).toBe(false);
  });

  it('does without a deployment', async () => {
    const check = await checkNetwork({ reader: new ScriptedBlocks('g'), env, deployment: null });
    expect(check).toMatchObject({ deployment: null, genesisMatches: true, missingContracts: [] });
  });

  it('refuses another chain id, naming both', async () => {
    const reader = new ScriptedBlocks('g', 96369);
    const checking = checkNetwork({ reader, env, deployment: null });
    await expect(checking).rejects.toThrow(ConfigurationError);
    await expect(checking).rejects.toThrow(/chain id 96369.*network local has 1337/);
  });
});
