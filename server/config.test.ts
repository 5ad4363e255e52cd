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

  it('refuses what is wrong', () => {
    expect(() => readServerConfig({ SIDECAR_PORT: 'x' })).toThrow(ConfigurationError);
  });
});
