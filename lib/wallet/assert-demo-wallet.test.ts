import { describe, expect, it } from 'vitest';
import { type AskChain, allowsDemoWallet, assertDemoWallet } from './assert-demo-wallet.ts';
import { demoConnector } from './demo-connector.ts';

const local = {
  network: 'local',
  chainId: 1337,
  rpcUrl: 'http://127.0.0.1:8545',
  developmentFeatures: true,
} as const;

function chain(chainId: number, version = 'anvil/v1.7.1'): AskChain {
  return (method) =>
    Promise.resolve(method === 'eth_chainId' ? `0x${chainId.toString(16)}` : version);
}

const elsewhere = [
  ['the main network', { ...local, network: 'lux', chainId: 96369 }],
  ['the test network', { ...local, network: 'lux-testnet', chainId: 96368 }],
  ['Zoo', { ...local, network: 'zoo', chainId: 200200 }],
  ['another network over a loopback RPC', { ...local, network: 'lux' }],
  ['a remote RPC', { ...local, rpcUrl: 'https://api.lux.network/ext/bc/C/rpc' }],
  ['a host that only begins like loopback', { ...local, rpcUrl: 'http://127.0.0.1.evil.io:8545' }],
  ['localhost as a subdomain', { ...local, rpcUrl: 'http://localhost.evil.io' }],
  ['loopback as a user name', { ...local, rpcUrl: 'http://127.0.0.1@evil.io' }],
  ['an RPC that is no address', { ...local, rpcUrl: 'localhost' }],
  ['development features off', { ...local, developmentFeatures: false }],
] as const;

describe('the demo wallet', () => {
  it('is allowed on the local network over a loopback RPC', async () => {
    expect(allowsDemoWallet(local)).toBe(true);
    await expect(assertDemoWallet(local, chain(1337))).resolves.toBeUndefined();
  });

  it.each(elsewhere)('is refused on %s', async (_, config) => {
    expect(allowsDemoWallet(config)).toBe(false);
    const error = { code: 'wallet/demo-not-allowed' };
    await expect(assertDemoWallet(config, chain(config.chainId))).rejects.toMatchObject(error);
    const network = { ...config, multicall3: null, networkTitle: '', explorerUrl: null };
    const sidecar = { sidecarUrl: '', sidecarWsUrl: '', version: '' };
    expect(() => demoConnector({ ...network, ...sidecar }, storageOfNothing())).toThrow(
      expect.objectContaining(error),
    );
  });

  it.each([
    ['another chain than configured answers', local, chain(96369)],
    ['a public network answers', local, chain(200200)],
    ['the rehearsed id is not anvil’s', { ...local, chainId: 96369 }, chain(96369, 'Geth/v1.14')],
    ['a node pretends a little', { ...local, chainId: 96369 }, chain(96369, 'not-anvil/1')],
  ])('is refused when %s', async (_, config, ask) => {
    await expect(assertDemoWallet(config, ask)).rejects.toMatchObject({
      code: 'wallet/demo-not-allowed',
    });
  });

  it('is allowed where anvil rehearses the main network’s id', async () => {
    const rehearsal = { ...local, chainId: 96369 };
    await expect(assertDemoWallet(rehearsal, chain(96369))).resolves.toBeUndefined();
  });

  it('is not allowed while the chain does not answer', async () => {
    const down = () => Promise.reject(new Error('down'));
    await expect(assertDemoWallet(local, down)).rejects.toThrow('down');
  });
});

function storageOfNothing(): Storage {
  return {
    length: 0,
    clear: () => undefined,
    getItem: () => null,
    key: () => null,
    removeItem: () => undefined,
    setItem: () => undefined,
  };
}
