import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { developmentAccount } from './development-account.ts';
import { assertDevelopmentNetwork, readExchangeEnv } from './exchange-env.ts';

describe('readExchangeEnv', () => {
  it('is the local chain by default', () => {
    expect(readExchangeEnv({})).toEqual({
      network: 'local',
      chainId: 1337,
      rpcUrl: 'http://127.0.0.1:8545',
      rpcUrls: ['http://127.0.0.1:8545'],
      publicRpcUrl: 'http://127.0.0.1:8545',
      dataDir: resolve('.data'),
      networkDir: resolve('.data/local-1337'),
      developmentFeatures: true,
    });
  });

  it('has its endpoints in order of preference, each once', () => {
    const rpcUrls = 'ws://127.0.0.1:8546, http://127.0.0.1:9545/';
    expect(readExchangeEnv({ RPC_URLS: rpcUrls })).toMatchObject({
      rpcUrl: 'http://127.0.0.1:9545',
      rpcUrls: ['ws://127.0.0.1:8546', 'http://127.0.0.1:9545'],
      developmentFeatures: true,
    });
    const first = 'http://127.0.0.1:9545';
    expect(readExchangeEnv({ RPC_URL: first, RPC_URLS: rpcUrls })).toMatchObject({
      rpcUrl: first,
      rpcUrls: [first, 'ws://127.0.0.1:8546'],
    });
  });

  it('has no development keys when one endpoint is elsewhere', () => {
    const env = readExchangeEnv({
      RPC_URL: 'http://127.0.0.1:8545',
      RPC_URLS: 'https://rpc.example',
    });
    expect(env.developmentFeatures).toBe(false);
    expect(() => assertDevelopmentNetwork(env)).toThrow(/RPC_URLS/);
  });

  it('is a public network by its name', () => {
    expect(readExchangeEnv({ NETWORK: 'lux', DATA_DIR: 'kept' })).toEqual({
      network: 'lux',
      chainId: 96369,
      rpcUrl: 'https://api.lux.network/ext/bc/C/rpc',
      rpcUrls: ['https://api.lux.network/ext/bc/C/rpc'],
      publicRpcUrl: 'https://api.lux.network/ext/bc/C/rpc',
      dataDir: resolve('kept'),
      networkDir: resolve('kept/lux-96369'),
      developmentFeatures: false,
    });
  });

  it('rehearses the production chain id locally, in a folder of its own', () => {
    const env = readExchangeEnv({ CHAIN_ID: '96369' });
    expect(env).toMatchObject({ network: 'local', chainId: 96369, developmentFeatures: true });
    expect(env.networkDir).toBe(resolve('.data/local-96369'));
  });

  it('may tell browsers another RPC than it uses', () => {
    expect(
      readExchangeEnv({ RPC_URL: 'http://localhost:9', PUBLIC_RPC_URL: 'https://rpc.example' }),
    ).toMatchObject({ rpcUrl: 'http://localhost:9', publicRpcUrl: 'https://rpc.example' });
  });
});

describe('the fence around development features', () => {
  const elsewhere = [
    { NETWORK: 'lux' },
    { NETWORK: 'lux', RPC_URL: 'http://127.0.0.1:8545' },
    { NETWORK: 'zoo' },
    { NETWORK: 'lux-testnet' },
    { NETWORK: 'local', RPC_URL: 'https://api.lux.network/ext/bc/C/rpc' },
    { NETWORK: 'local', CHAIN_ID: '96369', RPC_URL: 'https://api.lux.network/ext/bc/C/rpc' },
    { NETWORK: 'local', RPC_URL: 'http://localhost.evil.example:8545' },
  ];

  it.each(elsewhere)('holds for %j', (variables) => {
    const env = readExchangeEnv(variables);
    expect(env.developmentFeatures).toBe(false);
    expect(() => assertDevelopmentNetwork(env)).toThrow(ConfigurationError);
    expect(() => developmentAccount(env, 'deployer')).toThrow(ConfigurationError);
    // A defect that sets the flag must not open the gate.
    const forged = { ...env, developmentFeatures: true };
    expect(() => assertDevelopmentNetwork(forged)).toThrow(ConfigurationError);
    expect(() => developmentAccount(forged, 'faucetOperator')).toThrow(ConfigurationError);
  });

  it.each([{}, { RPC_URL: 'http://localhost:9650/ext/bc/C/rpc' }, { CHAIN_ID: '96369' }])(
    'is open for %j',
    (variables) => {
      const env = readExchangeEnv(variables);
      expect(() => assertDevelopmentNetwork(env)).not.toThrow();
      expect(developmentAccount(env, 'deployer').address).toBe(
        '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
      );
    },
  );
});
