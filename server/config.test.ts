import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '#lib/env/configuration-error.ts';
import { readServerConfig } from './config.ts';

describe('readServerConfig', () => {
  it('serves the local network by default', () => {
    expect(readServerConfig({})).toMatchObject({
      network: 'local',
      host: '127.0.0.1',
      port: 8080,
      wsPort: 8081,
      corsOrigins: [
        'https://lux.exchange',
        'https://dex.lux.network',
        'https://amm.lux.network',
        'http://localhost:3000',
      ],
      priceSource: 'simulated',
      marketMaker: true,
      maxHeadAgeSeconds: 15,
    });
  });

  it('has nothing of development on a public network', () => {
    expect(readServerConfig({ NETWORK: 'lux' })).toMatchObject({
      developmentFeatures: false,
      priceSource: 'none',
      marketMaker: false,
      maxHeadAgeSeconds: 600,
    });
  });

  it('lets in the web application at its port', () => {
    expect(readServerConfig({ WEB_PORT: '3100' }).corsOrigins).toContain('http://localhost:3100');
    expect(readServerConfig({ CORS_ORIGINS: 'https://x.example' }).corsOrigins).toEqual([
      'https://x.example',
    ]);
  });

  it('takes the operator from wherever its keys are', () => {
    const keys = [`0x${'17'.repeat(32)}`, `0x${'18'.repeat(32)}`];
    const config = readServerConfig({
      OPERATOR_PRIVATE_KEY: keys.join(','),
      OPERATOR_KEYSTORE: 'a.json, b.json',
      OPERATOR_KEYSTORE_PASSWORD_FILE: 'password',
      MAX_GAS_GWEI: '30',
    });
    expect(config).toMatchObject({
      operatorKeys: {
        privateKeys: keys,
        keystores: ['a.json', 'b.json'],
        passwordFile: 'password',
        signerUrl: null,
        signerAddresses: [],
      },
      gasFees: { maxFeeWei: 30_000_000_000n, priorityWei: 2_000_000_000n },
    });
  });

  it('takes a deposit as final sooner where no block is given up', () => {
    expect(readServerConfig({}).confirmations).toBe(8);
    expect(readServerConfig({ NETWORK: 'lux' }).confirmations).toBe(1);
    expect(readServerConfig({ CONFIRMATIONS: '6' }).confirmations).toBe(6);
  });

  it('refuses what is wrong', () => {
    expect(() => readServerConfig({ SIDECAR_PORT: 'x' })).toThrow(ConfigurationError);
  });
});
