import { describe, expect, it } from 'vitest';
import { ConfigurationError } from './configuration-error.ts';
import { readNetworkConfig } from './read-network-config.ts';

describe('readNetworkConfig', () => {
  it('describes the local network by default', () => {
    expect(readNetworkConfig({})).toMatchObject({
      network: 'local',
      chainId: 1337,
      sidecarUrl: 'http://localhost:8080',
      sidecarWsUrl: 'ws://localhost:8080/ws',
      developmentFeatures: true,
    });
  });

  it('follows the port of the sidecar', () => {
    expect(readNetworkConfig({ SIDECAR_PORT: '9000' })).toMatchObject({
      sidecarUrl: 'http://localhost:9000',
      sidecarWsUrl: 'ws://localhost:9000/ws',
    });
  });

  it('tells browsers the public addresses', () => {
    const config = readNetworkConfig({
      NETWORK: 'lux',
      RPC_URL: 'http://10.0.0.7:9650/ext/bc/C/rpc',
      PUBLIC_RPC_URL: 'https://api.lux.network/ext/bc/C/rpc',
      PUBLIC_SIDECAR_URL: 'https://dex.lux.network',
    });
    expect(config).toMatchObject({
      network: 'lux',
      chainId: 96369,
      rpcUrl: 'https://api.lux.network/ext/bc/C/rpc',
      sidecarUrl: 'https://dex.lux.network',
      sidecarWsUrl: 'wss://dex.lux.network/ws',
      developmentFeatures: false,
    });
    expect(JSON.stringify(config)).not.toContain('10.0.0.7');
  });

  it('has no development features over an RPC on another machine', () => {
    expect(readNetworkConfig({ RPC_URL: 'http://10.0.0.7:8545' }).developmentFeatures).toBe(false);
  });

  it('refuses a wrong setting', () => {
    expect(() => readNetworkConfig({ PUBLIC_SIDECAR_URL: 'dex' })).toThrow(ConfigurationError);
  });
});
